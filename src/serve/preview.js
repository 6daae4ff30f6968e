// Keeps a page of the preview in step with the files on disk, and says what is wrong with them.
{
  const BASE = '/.dateline/';
  const own = document.currentScript;
  const STORE = 'dateline-preview';
  const store = JSON.parse(sessionStorage.getItem(STORE) ?? '{}');
  const keep = (more) => sessionStorage.setItem(STORE, JSON.stringify(Object.assign(store, more)));

  let shown = own.dataset.page;
  let styles, assets, stream, number, followed, retry = 250, busy = false, again = false;
  let ready = remember();

  /** What the server sent for this page, as far as it is what stands here. */
  async function remember() {
    const sent = await fetched();
    if (sent.digest === shown) dateline.adopt(document.documentElement, sent.page.documentElement);
    return sent.digest === shown;
  }

  async function fetched() {
    const response = await fetch(location.pathname + location.search, { cache: 'no-cache' });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const script = page.querySelector('script[data-page]');
    return { page, digest: script?.dataset.page, found: response.status };
  }

  function connect() {
    stream?.close();
    stream = new EventSource(`${BASE}events?page=${encodeURIComponent(location.pathname)}`);
    stream.addEventListener('state', (event) => {
      retry = 250;
      take(JSON.parse(event.data));
    });
    stream.onerror = () => {
      stream.close();
      panel.lost(true);
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, 4000);
    };
  }

  async function take(state) {
    panel.lost(false);
    panel.show(state);
    // What a page is told first is no news.
    const news = number !== undefined && state.edited?.number === state.number;
    number = state.number;
    if (news && follow(state.edited)) return;
    if (assets && state.assets && assets !== state.assets) return location.reload();
    assets = state.assets ?? assets;
    swap(state.styles);
    if (!state.page || state.page === shown) return panel.read();
    if (state.page === 'missing' && !shown) return;
    again = busy;
    if (busy) return;
    busy = true;
    do {
      again = false;
      await update();
    } while (again);
    busy = false;
    panel.read();
  }

  /** Shows the page as it is now, in place where that can be done. */
  async function update() {
    try {
      const known = await ready;
      const sent = await fetched();
      if (sent.digest === shown) return;
      if (!known || sent.found !== 200 || !sent.digest || scripts(sent.page) !== scripts(document)) return location.reload();
      const changed = [];
      panel.clear();
      dateline.patch(document.documentElement, sent.page.documentElement, (node) => changed.push(node));
      shown = sent.digest;
      goTo(changed);
      dispatchEvent(new CustomEvent('dateline:patched'));
    } catch {
      location.reload();
    }
  }

  /** The scripts of a page: a new one does not run by being put in. */
  function scripts(page) {
    const all = [...page.querySelectorAll('script:not([data-page])')].filter((script) => !/json/.test(script.type));
    return all.map((script) => script.getAttribute('src') ?? script.textContent).join('\n');
  }

  /** Puts style sheets that changed in the place of the old ones. */
  function swap(now) {
    const before = styles ?? now;
    styles = now ?? styles;
    if (!now) return;
    for (const link of document.querySelectorAll('link[rel~=stylesheet]')) {
      const path = decodeURIComponent(new URL(link.href).pathname.slice(1));
      if (!now[path] || now[path] === before[path]) continue;
      const fresh = link.cloneNode();
      fresh.href = `/${path}?v=${now[path].slice(0, 16)}`;
      fresh.onload = fresh.onerror = () => link.remove();
      dateline.stand(link, fresh);
      link.after(fresh);
    }
  }

  /** Goes to the page of the article that was edited. Whether it does. */
  function follow(edited) {
    followed = edited;
    const page = `/${edited.route}`;
    const here = location.pathname.endsWith('/') ? `${location.pathname}index.html` : location.pathname;
    if (page === here) return false;
    location.assign(`${page.replace(/index\.html$/, '')}#s${edited.sentence}`);
    return true;
  }

  function goTo(changed) {
    const edited = followed;
    followed = undefined;
    if (!edited) return;
    const inside = document.querySelector('main') ?? document.body;
    const nodes = changed.map((node) => (node.nodeType === 1 ? node : node.parentElement));
    const first = document.getElementById(`s${edited.sentence}`) ?? nodes.find((node) => node && inside.contains(node));
    if (!first) return;
    first.scrollIntoView({ block: 'center' });
    first.animate?.([{ background: 'rgb(255 214 0 / .5)' }, { background: 'transparent' }], 1500);
  }

  const panel = makePanel();
  document.addEventListener('visibilitychange', () => {
    // A browser has few connections to one server: pages that nobody sees leave theirs to others.
    if (document.hidden) stream.close();
    else connect();
  });
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', (event) => event.persisted && connect());
  connect();

