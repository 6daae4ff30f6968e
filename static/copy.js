// A button beside each snippet that copies it. Without this script one selects it oneself.
(() => {
  'use strict';
  if (!navigator.clipboard) return;
  for (const code of document.querySelectorAll('.embed-panel code')) {
    const { copy, copied } = code.closest('.embed-panel').dataset;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = copy;
    button.setAttribute('aria-label', `${copy}: ${code.closest('div').querySelector('dt').textContent}`);
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    });
    code.closest('dd').append(button);
  }
})();
