// The search page: a form, what was found, and the state of both in the address. All words that it shows stand in the page.
(function () {
  'use strict';

  const form = document.getElementById('search');
  const found = document.getElementById('found');
  if (!form || !found) return;

  const PAGE = 8; // articles at a time
  const ACTORS = 6;
  const WAIT = 120; // milliseconds without a key before a search begins
  const FIELDS = ['q', 'kind', 'actor', 'topic', 'from', 'to'].filter((name) => form.elements[name]);
  const WHOLE = 60; // characters of a sentence that is named whole in a link
  const ENDS = 4; // words that name its beginning and its end

  const words = found.dataset;
  const status = document.getElementById('found-status');
  const actorList = document.querySelector('#found-actors ul');
  const articleList = document.querySelector('#found-articles ol');
  const more = document.getElementById('found-more');
  const options = document.getElementById('search-names');
  const home = form.dataset.folder.slice(0, -'assets/search/'.length);

  // ---------- reading the index ----------

  const read = new Map();
  const arriving = new Map();
  window.dl = (name, stamp, ...values) => {
    if (arriving.has(name)) arriving.get(name)([stamp, ...values]);
  };

  /** A file of the index. It is a script, because scripts open from disk too. */
  function load(path, stamp) {
    if (read.has(path)) return read.get(path);
    const reading = new Promise((done, fail) => {
      const script = document.createElement('script');
      arriving.set(path, done);
      script.src = `${form.dataset.folder}${path}.js?${stamp}`;
      script.onload = script.onerror = () => {
        arriving.delete(path);
        script.remove();
        fail(new Error(`${path} cannot be read`)); // means nothing where it has arrived
      };
      document.head.append(script);
    });
    reading.catch(() => read.delete(path));
    read.set(path, reading);
    return reading;
  }

  const part = (text) => ({ name: text.split(':')[0], stamp: text.split(':')[1] });
  const index = window.datelineSearch({
    load,
    rules: JSON.parse(form.dataset.rules),
    parts: form.dataset.parts.split(' ').map(part),
    names: part(form.dataset.names),
  });

  // ---------- showing ----------

  /** An element with attributes and children. */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  const fill = (key, values = {}) => (words[key] || '').replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const say = (key, values) => {
    const text = fill(key, values);
    if (status.textContent !== text) status.textContent = text;
  };

  /** What leads to a sentence: its id, and its words for browsers that can mark them. */
  function fragment(number, sentence) {
    const encode = (text) => encodeURIComponent(text).replace(/[-']/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
    const all = sentence.split(/\s+/).filter(Boolean);
    const text = sentence.length <= WHOLE || all.length <= 2 * ENDS
      ? encode(sentence)
      : `${encode(all.slice(0, ENDS).join(' '))},${encode(all.slice(-ENDS).join(' '))}`;
    return text ? `#s${number}:~:text=${text}` : `#s${number}`;
  }

  function actorRow({ name, slug, count, kind }) {
    const link = make('a', { href: `${home}actors/${slug}/index.html` }, name);
    return make('li', {}, make('span', {}, link, make('span', { class: 'm role' }, kind)), make('span', { class: 'm' }, String(count)));
  }

  async function articleRow(hit, matches) {
    const article = await index.excerpt(hit.number);
    const page = `${home}articles/${article.slug}/index.html`;
    const [lang, dir] = article.language || [];
    const rows = hit.lines.filter((line) => article.sentences[line.sentence - 1]).map(({ sentence, holds }) => {
      const text = article.sentences[sentence - 1];
      const pieces = index.marked(text, matches).map(([piece, hits]) => (hits ? make('mark', {}, piece) : piece));
      const facts = [];
      const fact = (label, thing) => facts.push(thing ? fill('labelled', { label, thing }) : label);
      if (holds & 1) fact(words.quotation, article.said[sentence]);
      if (holds & 2) fact(words.event, article.events[sentence]);
      const what = facts.length ? [`${facts.join(' · ')} · `] : [];
      return make('li', {},
        make('p', {}, make('a', { href: page + fragment(sentence, text) }, ...pieces)),
        make('p', { class: 'ref' }, ...what, make('span', { class: 'n' }, String(sentence))));
    });
    return make('li', { lang, dir },
      make('p', { class: article.day ? 'when' : 'when unknown' }, article.day || words.undated),
      make('h3', {}, make('a', { href: page }, article.title)),
      make('ul', { class: 'lines' }, ...rows));
  }

  // ---------- searching ----------

  let latest = 0; // the search that counts; answers to an older one are dropped
  let shown = 0;

  const state = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()]).filter(([, value]) => value));

  /** Searches for what the form says; where `from` is given, for more of the same. */
  async function search({ typing = false, from = 0 } = {}) {
    const mine = (latest += 1);
    const { q = '', kind, actor, topic, from: first, to } = state();
    const text = form.elements.q.value;
    const request = { text: typing ? text : q, typing, kind, topic, from: first, to };
    if (!q && !actor && !topic) return clear('idle');
    const slow = setTimeout(() => mine === latest && say('working'), 300);
    try {
      if (actor) {
        const named = (await index.actors(actor, 50)).find((one) => one.slug === actor || one.name.toLowerCase() === actor.toLowerCase());
        if (mine !== latest) return;
        if (!named) return clear('unknown', { name: actor });
        request.actor = named.slug;
      }
      const named = q && (!kind || kind === 'actor') ? await index.actors(q, kind === 'actor' ? 50 : ACTORS) : [];
      const { hits, more: unread } = kind === 'actor' ? { hits: [], more: false } : await index.find(request, from + PAGE);
      const matches = index.matcher(request);
      const rows = await Promise.all(hits.slice(from, from + PAGE).map((hit) => articleRow(hit, matches)));
      if (mine !== latest) return;
      show(named, rows, from);
      const count = String(hits.length) + (unread ? '+' : '');
      if (hits.length) say('found', { count });
      else if (named.length) say('actors', { count: named.length });
      else say('none');
      more.hidden = hits.length <= shown && !unread;
    } catch (error) {
      if (mine === latest) clear(error.stale ? 'stale' : 'failed');
    } finally {
      clearTimeout(slow);
    }
  }

  function show(named, rows, from) {
    if (from === 0) articleList.replaceChildren();
    actorList.replaceChildren(...named.map(actorRow));
    articleList.append(...rows);
    shown = from + rows.length;
    actorList.parentElement.hidden = named.length === 0;
    document.getElementById('found-articles').hidden = shown === 0;
    if (from && rows.length) rows[0].querySelector('a').focus();
  }

  function clear(key, values) {
    show([], [], 0);
    more.hidden = true;
    say(key, values);
  }

  // ---------- the form and the address ----------

  let waiting = 0;

  /** Puts the state of the form into the address: in place of what is there while somebody types, else as a new entry. */
  function remember(replace) {
    const query = new URLSearchParams(state()).toString();
    if (query === window.location.search.slice(1)) return;
    const address = window.location.pathname + (query ? `?${query}` : '');
    try {
      if (replace) window.history.replaceState(null, '', address);
      else window.history.pushState(null, '', address);
    } catch {
      // Some browsers keep the address of a page from disk as it is.
    }
  }

  function restore() {
    const query = new URLSearchParams(window.location.search);
    for (const name of FIELDS) form.elements[name].value = query.get(name) || '';
    search();
  }

  /** Offers names for what is typed; one that was chosen, or typed to its end, is searched for. */
  async function complete() {
    const field = form.elements.actor;
    const value = field.value;
    const named = await index.actors(value, 10).catch(() => []);
    if (field.value !== value) return;
    const twice = (name) => named.filter((one) => one.name === name).length > 1;
    options.replaceChildren(...named.map(({ name, slug }) => make('option', { value: twice(name) ? slug : name, label: twice(name) && name })));
    if (!Array.from(options.children).some((option) => option.value === value)) return;
    remember(true);
    search();
  }

  form.addEventListener('input', (event) => {
    clearTimeout(waiting);
    const { name } = event.target;
    if (name === 'actor') complete();
    if (name !== 'q') return;
    waiting = setTimeout(() => {
      remember(true);
      search({ typing: true });
    }, WAIT);
  });
  form.addEventListener('change', (event) => {
    if (event.target.name === 'q') return;
    remember(false);
    search();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    remember(false);
    search();
  });
  form.addEventListener('focusin', () => index.warm().catch(() => {}), { once: true });
  more.addEventListener('click', () => search({ from: shown }));
  window.addEventListener('popstate', restore);
  restore();
})();
