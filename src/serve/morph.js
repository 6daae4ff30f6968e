// Changes a page in place. What the server sent is remembered for each node, so that only what differs between two
// versions of the page is touched: what scripts and readers did to the page since stays.
const dateline = {};
{
  const twins = new WeakMap();
  const kids = (node) => [...node.childNodes];
  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.id === b.id;

  /** Remembers that live nodes show what the server sent. Live nodes that scripts added have no twin. */
  dateline.adopt = (live, sent) => {
    twins.set(live, sent);
    const lives = kids(live);
    for (const twin of kids(sent)) {
      const at = lives.findIndex((node) => alike(node, twin));
      if (at >= 0) dateline.adopt(lives.splice(0, at + 1)[at], twin);
    }
  };

  /** Shows `next` where `live` stands; tells `touched` of every node that changed. */
  dateline.patch = (live, next, touched) => {
    const was = twins.get(live);
    if (was.isEqualNode(next)) return;
    twins.set(live, next);
    if (live.nodeType !== 1) return text(live, next.data, touched);
    attributes(live, was, next, touched);
    children(live, next, touched);
  };

  /** Lets one live node stand in the place of another. */
  dateline.stand = (old, fresh) => {
    if (twins.has(old)) twins.set(fresh, twins.get(old));
    twins.delete(old);
  };

  function text(live, next, touched) {
    // Only the part that differs is replaced, so that a selection beside it stays.
    const now = live.data;
    let start = 0, end = 0;
    while (start < Math.min(now.length, next.length) && now[start] === next[start]) start += 1;
    while (end < Math.min(now.length, next.length) - start && now.at(-1 - end) === next.at(-1 - end)) end += 1;
    live.replaceData(start, now.length - start - end, next.slice(start, next.length - end));
    touched(live);
  }

  function attributes(live, was, next, touched) {
    for (const name of new Set([...was.getAttributeNames(), ...next.getAttributeNames()])) {
      const value = next.getAttribute(name);
      if (was.getAttribute(name) === value) continue;
      if (value === null) live.removeAttribute(name);
      else live.setAttribute(name, value);
      touched(live);
    }
  }

  function children(live, next, touched) {
    const old = kids(live).filter((node) => twins.has(node));
    const now = kids(next);
    const same = (node, twin) => twins.get(node).isEqualNode(twin);
    const NEAR = 40;
    let at = 0;
    now.forEach((twin, place) => {
      const node = old[at];
      if (node && !same(node, twin)) {
        // Was something taken out before what stands here now? White space stands everywhere and says nothing.
        const blank = twin.nodeType === 3 && !twin.data.trim();
        const gone = blank ? 0 : old.slice(at + 1, at + NEAR).findIndex((later) => same(later, twin)) + 1;
        // Or is what stood here still to come?
        const stays = gone === 0 && now.slice(place + 1, place + NEAR).some((later) => same(node, later));
        for (; gone > 0 && old[at] && !same(old[at], twin); at += 1) remove(old[at], touched);
        if (gone === 0 && (stays || !alike(node, twin))) return insert(live, twin, node, touched);
      }
      if (!old[at]) return insert(live, twin, old.at(-1)?.nextSibling ?? null, touched);
      dateline.patch(old[at], twin, touched);
      at += 1;
    });
    for (const node of old.slice(at)) remove(node, touched);
  }

  function insert(live, twin, before, touched) {
    const node = document.importNode(twin, true);
    live.insertBefore(node, before?.parentNode === live ? before : null);
    dateline.adopt(node, twin);
    touched(node);
  }

  function remove(node, touched) {
    const parent = node.parentNode;
    node.remove();
    if (parent) touched(parent);
  }
}
