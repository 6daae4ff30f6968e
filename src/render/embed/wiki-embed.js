/* Links to the embed pages of a site become frames. For the site script of a wiki. */
(function (w, d) {
  var base = "{base}", shown = [];
  function frame(place, link, address) {
    var f = d.createElement('iframe');
    f.src = address;
    f.id = 'dateline-' + (d.querySelectorAll('iframe.dateline').length + 1);
    f.className = 'dateline';
    f.title = link.title || link.textContent || address;
    f.setAttribute('sandbox', 'allow-scripts allow-popups allow-popups-to-escape-sandbox');
    f.style.cssText = 'display:block;width:100%;height:20em;border:0;margin:.5em 0';
    shown.push([f, link]);
    place(f);
  }
  function scan(root) {
    [].forEach.call(root.querySelectorAll('a[href*="/embed/"]'), function (a) {
      if (a.href.indexOf(base) || a.hasAttribute('data-dateline') || a.isContentEditable) return;
      a.setAttribute('data-dateline', '');
      frame(function (f) { a.parentNode.insertBefore(f, a.nextSibling); }, a, a.href);
    });
  }
  w.addEventListener('message', function (e) {
    var m = e.data;
    if (!m || m.type !== 'dateline:height' || !(m.height > 0)) return;
    shown.forEach(function (s) {
      if (s[0].contentWindow !== e.source) return;
      s[0].style.height = Math.min(Math.ceil(m.height), 2e4) + 'px';
      if (s[1].href) s[1].style.display = 'none';
    });
  });
  if (w.customElements && w.Reflect && !w.customElements.get('dateline-embed')) {
    var E = function () { return Reflect.construct(HTMLElement, [], E); };
    E.prototype = Object.create(HTMLElement.prototype);
    E.prototype.connectedCallback = function () {
      var me = this, src = me.getAttribute('src') || '';
      if (src.indexOf(base) || me.querySelector('iframe')) return;
      me.style.display = 'block';
      frame(function (f) { me.insertBefore(f, me.firstChild); }, me.querySelector('a') || me, src);
    };
    w.customElements.define('dateline-embed', E);
  }
  if (w.mw && w.mw.hook) w.mw.hook('wikipage.content').add(function (c) { scan(c[0] || d); });
  if (d.readyState !== 'loading') scan(d);
  else d.addEventListener('DOMContentLoaded', function () { scan(d); });
})(window, document);
