// Filters of a timeline, and keys to go through it. The page is complete without this script, which only hides and moves:
// the choices, their words and the numbers at the events are all in the markup. What is chosen stands in the address.
(() => {
  'use strict';
  const filters = document.querySelector('.filters');
  if (!filters) return;
  const timeline = filters.closest('.timeline');
  const events = [...timeline.querySelectorAll('.event')].map((element) => ({
    element,
    numbers: new Set((element.dataset.f ?? '').split(' ')),
  }));
  // Inner groups come before those that hold them.
  const groups = [...timeline.querySelectorAll('section.month'), ...timeline.querySelectorAll('section.year')];
  const jumps = [...timeline.querySelectorAll('.jump a')];
  const brief = timeline.querySelector('.brief');
  const output = filters.querySelector('output');
  const keys = filters.querySelector('[name="keys"]');
  const button = filters.querySelector('button');
  const selects = [...filters.querySelectorAll('select')];
  const boxes = [...filters.querySelectorAll('[name="status"]')];
  const number = new Map(
    [...filters.querySelectorAll('option:not([value=""]), [name="status"]')].map((choice, index) => [choice, String(index + 1)]),
  );

  /** Hides what does not fit, folds groups that are empty then, and says how much is left. */
  const apply = () => {
    // One of each list has to fit.
    const wanted = [
      ...selects.map((select) => [...select.selectedOptions].map((option) => number.get(option))),
      boxes.filter((box) => box.checked).map((box) => number.get(box)),
    ].map((list) => list.filter(Boolean)).filter((list) => list.length);
    let some = 0;
    for (const { element, numbers } of events) {
      const fits = wanted.every((list) => list.some((one) => numbers.has(one)));
      element.classList.toggle('off', !fits);
      some += fits;
    }
    for (const group of groups) group.classList.toggle('off', !group.querySelector('.event:not(.off)'));
    for (const jump of jumps)
      jump.classList.toggle('off', document.getElementById(jump.hash.slice(1))?.matches('.off') ?? false);
    const narrowed = wanted.length > 0;
    timeline.classList.toggle('narrowed', narrowed);
    brief?.classList.toggle('off', narrowed);
    button.disabled = !narrowed;
    const written = (count) => count.toLocaleString(document.documentElement.lang || undefined);
    const text = (narrowed ? filters.dataset.some : filters.dataset.all)
      .replace('{some}', written(some)).replace('{all}', written(events.length));
    if (output.textContent !== text) output.textContent = text;
  };

  /** From the address to the filters. */
  const read = () => {
    const address = new URLSearchParams(location.search);
    for (const select of selects) {
      select.value = address.get(select.name) ?? '';
      if (select.selectedIndex < 0) select.value = '';
    }
    const chosen = (address.get('status') ?? '').split(',');
    for (const box of boxes) box.checked = chosen.includes(box.value);
    apply();
  };

  /** From the filters to the address. */
  const write = () => {
    const address = new URLSearchParams(location.search);
    const put = (name, value) => (value ? address.set(name, value) : address.delete(name));
    for (const select of selects) put(select.name, select.value);
    put('status', boxes.filter((box) => box.checked).map((box) => box.value).join(','));
    const query = address.toString().replaceAll('%2C', ',');
    try {
      history.replaceState(history.state, '', (query ? `?${query}` : location.pathname) + location.hash);
    } catch {
      // A page without an origin of its own has no say in its address; the filters work all the same.
    }
  };

  const clear = () => {
    for (const select of selects) select.value = '';
    for (const box of boxes) box.checked = false;
    write();
    apply();
  };

  /** A link to an event that is hidden shows everything again. */
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !timeline.contains(target) || !target.closest('.off')) return;
    clear();
    target.scrollIntoView();
  };

  /** Keys work in the page, but never where somebody types, and not when they are switched off. */
  const move = (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (!keys.checked || event.target.closest?.('input:not([type="checkbox"]), select, textarea, [contenteditable]')) return;
    const shown = events.map(({ element }) => element).filter((element) => !element.closest('.off'));
    const here = shown.indexOf(document.activeElement?.closest?.('.event') ?? null);
    const middle = innerHeight / 3;
    const below = shown.findIndex((element) => element.getBoundingClientRect().bottom > middle);
    const start = below < 0 ? shown.length : below;
    const next = shown[here >= 0 ? here + step : step > 0 ? start : start - 1];
    if (!next) return;
    event.preventDefault();
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'center', behavior: 'instant' });
  };

  const kept = 'dateline-keys';
  try {
    keys.checked = localStorage.getItem(kept) !== 'off';
  } catch {
    keys.checked = true;
  }
  keys.addEventListener('change', () => {
    try {
      localStorage.setItem(kept, keys.checked ? 'on' : 'off');
    } catch {
      // Nothing can be kept here; the choice holds for this page.
    }
  });
  filters.addEventListener('change', (event) => {
    if (event.target === keys) return;
    write();
    apply();
  });
  button.addEventListener('click', clear);
  addEventListener('popstate', read);
  addEventListener('hashchange', reveal);
  document.addEventListener('keydown', move);
  read();
  reveal();
  filters.hidden = false;
})();
