  /** What the preview has to say: why a build failed, what was found, what was read. It stands apart from the page. */
  function makePanel() {
    const host = document.createElement('dateline-preview');
    const root = host.attachShadow({ mode: 'open' });
    const make = (name, properties = {}, ...inner) => {
      const element = Object.assign(document.createElement(name), properties);
      element.append(...inner.filter(Boolean));
      return element;
    };
    const failure = make('section', { className: 'failure', role: 'alert', hidden: true });
    const list = make('section', { className: 'list', hidden: true });
    const count = make('button', { type: 'button', hidden: true });
    const lens = make('button', { type: 'button', textContent: 'Inspect', title: 'Show what was read in this article' });
    const status = make('span', { hidden: true, textContent: 'the preview has stopped' });
    const bar = make('div', { className: 'bar' }, status, count, lens);
    root.append(make('link', { rel: 'stylesheet', href: `${BASE}preview.css` }), failure, list, bar);
    document.documentElement.append(host);
    const inspector = makeInspector(make, root);

    const finding = (found) => {
      const place = [found.path, found.line, found.column].filter((part) => part !== undefined).join(':');
      const [before, marked, after] = found.excerpt ?? [];
      return make('article', { className: found.severity },
        make('p', { className: 'what' }, make('b', { textContent: `${found.severity} ` }), found.message),
        place && make('p', { className: 'place', textContent: place }),
        found.excerpt && make('pre', {}, before, make('mark', { textContent: marked }), after),
        ...(found.notes ?? []).map((note) => make('p', { className: 'note', textContent: note })),
        ...(found.hints ?? []).map((hint) => make('p', { className: 'hint', textContent: `hint: ${hint}` })));
    };
    const plural = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

    async function fill() {
      const { findings, leftOut } = await (await fetch(`${BASE}findings`)).json();
      list.replaceChildren(...findings.map(finding));
      if (leftOut) list.append(make('p', { textContent: `and ${leftOut} more; the terminal has all of them` }));
    }
    count.onclick = async () => {
      list.hidden = !list.hidden;
      keep({ list: !list.hidden });
      if (!list.hidden) await fill();
    };
    lens.onclick = () => {
      keep({ inspect: !store.inspect });
      inspector.set(store.inspect);
    };

    return {
      show(state) {
        failure.hidden = !state.failed;
        failure.replaceChildren(...(state.failed ? [make('h2', { textContent: 'The site cannot be built' }), finding(state.failed),
          make('p', { className: 'note', textContent: 'Shown below is the last good state.' })] : []));
        const { errors, warnings } = state;
        count.hidden = errors + warnings === 0;
        count.className = errors ? 'error' : 'warning';
        count.textContent = [errors && plural(errors, 'error'), warnings && plural(warnings, 'warning')].filter(Boolean).join(', ');
        list.hidden = count.hidden || !store.list;
        if (!list.hidden) fill();
      },
      lost(is) {
        status.hidden = !is;
      },
      /** Takes marks out of the page, before it is changed. */
      clear() {
        inspector.clear();
      },
      /** Marks what was read, where that is wanted. */
      read() {
        lens.hidden = !inspector.fits();
        inspector.set(store.inspect);
      },
    };
  }
