  /** Marks what was read in an article, and shows for each what it was taken for and how to correct it. The page itself is
      not changed: marks are highlights, which have no place in it. */
  function makeInspector(make, root) {
    const KINDS = { name: '#1565c0', quotation: '#2e7d32', date: '#b26a00', event: '#8e24aa', repair: '#c62828' };
    const sheet = new CSSStyleSheet();
    // One below the other, so that a name in a quotation in an event shows as all three.
    sheet.replaceSync(Object.entries(KINDS).map(([kind, color], at) => `::highlight(dateline-${kind}) {
      text-decoration: underline 2px ${color}; text-underline-offset: ${2 + 2 * at}px; }`).join('\n'));
    const card = make('section', { className: 'card', hidden: true });
    root.append(card);
    let found = [], on = false, asked = 0;

    const fits = () => /^\/articles\/[^/]+\//.test(location.pathname) && 'highlights' in CSS;

    /** The text of a sentence and of what follows it up to the next: a sentence can stand in several elements. */
    function sentence(number) {
      const first = document.getElementById(`s${number}`);
      if (!first) return [];
      const next = document.getElementById(`s${number + 1}`);
      const walk = document.createTreeWalker(first.closest('article') ?? document.body, NodeFilter.SHOW_TEXT);
      walk.currentNode = first;
      const texts = [];
      while (walk.nextNode() && !next?.contains(walk.currentNode)) {
        if (!walk.currentNode.parentElement.closest('.sid')) texts.push(walk.currentNode);
      }
      return texts;
    }

    function range(place) {
      const texts = sentence(place.sentence);
      const flat = (text) => text.replace(/\s/g, ' ');
      const whole = flat(texts.map((node) => node.data).join(''));
      const wanted = flat(place.exact);
      let at = whole.indexOf(wanted);
      for (let nth = 0; nth < place.nth && at >= 0; nth += 1) at = whole.indexOf(wanted, at + wanted.length);
      if (at < 0) return null;
      const point = (offset, end) => {
        for (const node of texts) {
          if (offset < node.data.length || (end && offset === node.data.length)) return [node, offset];
          offset -= node.data.length;
        }
        return null;
      };
      const [start, end] = [point(at, false), point(at + wanted.length, true)];
      if (!start || !end) return null;
      const made = document.createRange();
      made.setStart(...start);
      made.setEnd(...end);
      return made;
    }

    function clear() {
      for (const kind of Object.keys(KINDS)) CSS.highlights?.delete(`dateline-${kind}`);
      found = [];
    }

    async function set(wanted) {
      on = Boolean(wanted) && fits();
      clear();
      card.hidden = true;
      const styles = document.adoptedStyleSheets.filter((other) => other !== sheet);
      document.adoptedStyleSheets = on ? [...styles, sheet] : styles;
      if (!on) return;
      asked += 1;
      const mine = asked;
      const response = await fetch(`${BASE}reading?page=${encodeURIComponent(location.pathname)}`);
      if (!response.ok || mine !== asked || !on) return;
      const { marks } = await response.json();
      found = marks.map((mark) => ({ mark, ranges: mark.at.map(range).filter(Boolean) }));
      for (const kind of Object.keys(KINDS)) {
        const ranges = found.filter(({ mark }) => mark.what === kind).flatMap((one) => one.ranges);
        if (ranges.length) CSS.highlights.set(`dateline-${kind}`, new Highlight(...ranges));
      }
      document.documentElement.dispatchEvent(new CustomEvent('dateline:inspected', { detail: found.length }));
    }

    const value = (told) => (told && typeof told === 'object' ? make('a', { href: told.href, textContent: told.name }) : String(told));
    const told = ({ mark }) => make('article', {},
      make('h3', { textContent: mark.what, style: `color: ${KINDS[mark.what]}` }),
      make('dl', {}, ...mark.told.flatMap(([name, what]) => [make('dt', { textContent: name }), make('dd', {}, value(what))])),
      make('p', { className: 'note', textContent: mark.correct.how }),
      mark.correct.lines && make('pre', { textContent: mark.correct.lines }),
      mark.correct.lines && make('button', {
        type: 'button',
        textContent: 'Copy',
        onclick(event) {
          navigator.clipboard.writeText(mark.correct.lines).then(() => { event.target.textContent = 'Copied'; });
        },
      }));

    function show(here, event) {
      card.replaceChildren(...here.map(told));
      card.hidden = false;
      const { width, height } = card.getBoundingClientRect();
      card.style.left = `${Math.max(8, Math.min(event.clientX, innerWidth - width - 8))}px`;
      card.style.top = `${event.clientY + height + 24 < innerHeight ? event.clientY + 16 : Math.max(8, innerHeight - height - 8)}px`;
    }

    document.addEventListener('click', (event) => {
      if (!on || event.composedPath().includes(card)) return;
      const inside = (rectangle) => event.clientX >= rectangle.left && event.clientX <= rectangle.right
        && event.clientY >= rectangle.top && event.clientY <= rectangle.bottom;
      const here = found.filter(({ ranges }) => ranges.some((one) => [...one.getClientRects()].some(inside)));
      card.hidden = true;
      if (!here.length) return;
      // Links stay links with a key held down.
      if (event.target.closest?.('a') && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      show(here, event);
    }, true);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') card.hidden = true;
    });

    return { set, clear, fits };
  }
