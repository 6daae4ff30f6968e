// Looks words up in the index that dateline wrote; docs/search.md has its form. It knows nothing of the page: whoever makes
// it says how a file is read. `src/render/search/token.rs` takes texts apart as `words` takes a query apart.
(function (root) {
  'use strict';

  const WORD = '[\\p{Alphabetic}\\p{N}\\p{M}]';
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit.charCodeAt(0), value]));
  const HEAVIEST = 31;
  const TOP = '\uffff';

  const WORDS = 12; // looked up at most
  const EXPANSIONS = 12; // words that one beginning stands for
  const HOT_EXPANSIONS = 2;
  const COMMON = 0.12; // a word in more of the articles than this goes where two others are there
  const RECENT = 0.15; // what the newest article gains
  const TOGETHER = 0.3; // what words in one sentence gain
  const UNFINISHED = 0.6; // what a word counts that was only begun
  const LINES = 3; // sentences shown of an article

  /** What each kind asks of a sentence. */
  const HOLDS = { quotation: 1, event: 2 };

  // ---------- text ----------

  /** How a text is taken apart, by the rules of the page. */
  function tokenizer(rules) {
    const set = (ranges) => `[${ranges.replace(/(\w+)-(\w+) ?/g, '\\u{$1}-\\u{$2}')}]`;
    const marks = new RegExp(set(rules.marks), 'gu');
    const paired = new RegExp(`^${set(rules.pairs)}`, 'u');
    const run = new RegExp(`(?:(?=${WORD})${set(rules.pairs)})+|(?:(?!${set(rules.pairs)})${WORD})+`, 'gu');
    const letter = /^\p{Alphabetic}$/u;

    function fold(text) {
      const bare = text.normalize('NFKD').replace(marks, '').normalize('NFC').toLowerCase();
      return bare.replace(/[^\0-\x7f]/gu, (c) => (c in rules.swaps ? rules.swaps[c] : c));
    }

    function runs(text) {
      let end = 0;
      return Array.from(text.matchAll(run), (match) => {
        const before = text.slice(end, match.index);
        end = match.index + match[0].length;
        return { text: match[0], paired: paired.test(match[0]), before, at: match.index };
      });
    }

    /** A word without an Arabic article: what is typed of it begins with what is looked up. */
    function opened(word) {
      const opening = rules.openings.find((start) => word.startsWith(start));
      const rest = opening ? word.slice(opening.length) : '';
      return Array.from(rest).length >= 3 ? rest : word;
    }

    /** An English word without its plural. */
    function singular(word) {
      if (!/^[a-z]{2,}[^sui]s$/.test(word) || rules.whole.includes(word)) return word;
      if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
      return word.slice(0, /(ch|sh|ss|x|z)es$/.test(word) ? -2 : -1);
    }

    /** The words of a text: as looked up, as typed, and whether of a script without spaces. */
    function words(text) {
      const all = runs(fold(text));
      const found = [];
      const add = (run) => {
        const typed = opened(Array.from(run).slice(0, rules.longest).join(''));
        found.push({ term: singular(typed), typed, paired: false });
      };
      for (let at = 0; at < all.length; at += 1) {
        const next = (gap) => at + 1 < all.length && !all[at + 1].paired && all[at + 1].before === gap;
        if (all[at].paired) {
          const letters = Array.from(all[at].text);
          const pairs = letters.length === 1 ? letters : letters.slice(1).map((c, before) => letters[before] + c);
          for (const pair of pairs) found.push({ term: pair, typed: pair, paired: true });
        } else if (letter.test(all[at].text) && next('.') && letter.test(all[at + 1].text)) {
          let acronym = all[at].text;
          while (next('.') && letter.test(all[at + 1].text)) acronym += all[(at += 1)].text;
          add(acronym);
        } else {
          add(all[at].text);
          while (next("'")) if (all[(at += 1)].text !== 's') add(all[at].text);
        }
      }
      return found;
    }

    /** A sentence in pieces: `[text, whether it holds one of the terms]`. */
    function marked(text, matches) {
      const pieces = [];
      const add = (piece, hit) => {
        const last = pieces[pieces.length - 1];
        if (last && last[1] === hit) last[0] += piece;
        else if (piece) pieces.push([piece, hit]);
      };
      let end = 0;
      for (const found of runs(text)) {
        add(text.slice(end, found.at), false);
        end = found.at + found.text.length;
        const letters = Array.from(found.text);
        const hit = (from) => letters[from + 1] && matches(words(letters[from] + letters[from + 1]));
        if (found.paired && letters.length > 1) letters.forEach((c, at) => add(c, Boolean(hit(at) || (at && hit(at - 1)))));
        else add(found.text, matches(words(found.text)));
      }
      add(text.slice(end), false);
      return pieces;
    }

    return { words, marked };
  }

  // ---------- files ----------

  /** Reads numbers from digits. */
  function reader(text) {
    let at = 0;
    const digit = () => VALUES.get(text.charCodeAt(at++));
    const number = () => {
      for (let value = 0, scale = 1; ; scale *= 32) {
        const low = digit();
        value += (low & 31) * scale;
        if (low < 32) return value;
      }
    };
    return { digit, number, more: () => at < text.length };
  }

  /** Calls `found(number, posting)` for each article of a list. */
  function postings(text, base, found) {
    const digits = reader(text);
    for (let number = base; digits.more(); ) {
      number += digits.number();
      const head = digits.digit();
      const lines = [];
      for (let sentence = 0, last = false; !last; ) {
        const code = digits.number();
        last = code % 2 === 1;
        sentence += Math.floor(code / 8);
        if (sentence) lines.push([sentence, (code >> 1) & 3]);
      }
      found(number, { weight: head & HEAVIEST, title: head > HEAVIEST, lines });
    }
  }

  /** The terms of a shard, with the text of the postings of each. */
  function shard([list, lengths, text]) {
    const terms = [];
    const starts = [0];
    const digits = reader(lengths);
    for (const entry of list.split(' ')) {
      const before = terms[terms.length - 1] || '';
      terms.push(before.slice(0, VALUES.get(entry.charCodeAt(0))) + entry.slice(1));
      starts.push(starts[starts.length - 1] + digits.number());
    }
    return { terms, postings: (at) => text.slice(starts[at], starts[at + 1]) };
  }

  /** The position of the first of sorted texts that is not below `text`. */
  function lower(sorted, text) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The shards that may hold words from `first` to `last`. */
  function between(keys, first, last) {
    const holding = (text) => Math.max(0, lower(keys, text + '\0') - 1);
    const [from, to] = [holding(first), holding(last)];
    return Array.from({ length: Math.min(to - from, 1) + 1 }, (_, at) => from + at);
  }

  /** A folder of files of one stamp. */
  function folder({ name, stamp }, load) {
    const parsed = new Map();
    const read = async (key, parse) => {
      const [found, ...values] = await load(key, stamp);
      if (found !== stamp) throw Object.assign(new Error(`${key} is of another stamp`), { stale: true });
      return parse(values);
    };
    const file = (path, parse) => {
      const key = `${name}/${path}`;
      if (!parsed.has(key)) {
        const reading = read(key, parse);
        reading.catch(() => parsed.delete(key));
        parsed.set(key, reading);
      }
      return parsed.get(key);
    };
    const meta = () => file('meta', ([meta]) => Object.assign({}, meta, { keys: meta.keys.split(' ') }));
    return { stamp, file, meta };
  }

  // ---------- lookup ----------

  /** The articles that hold a word: what is read of them, and tiers that are not. */
  class Group {
    constructor() {
      this.articles = new Map();
      this.count = 0;
      this.hot = false;
      this.unread = [];
    }

    add(text, base, factor) {
      postings(text, base, (number, posting) => {
        posting.weight *= factor;
        const known = this.articles.get(number);
        if (known) {
          posting.weight = Math.max(posting.weight, known.weight);
          posting.lines = posting.lines.concat(known.lines);
        }
        this.articles.set(number, posting);
      });
    }

    async more() {
      const waiting = this.unread;
      this.unread = waiting.filter((hot) => hot.next + 1 < hot.tiers);
      await Promise.all(waiting.map(async (hot) => {
        const [text] = await hot.part.file(`h${hot.index}-${hot.next}`, (values) => values);
        hot.next += 1;
        this.add(text, hot.base, hot.factor);
      }));
    }
  }

  /** Everything about a word in one part. */
  async function lookUp(part, group, { term, typed }, begun) {
    const { keys, hot, base } = await part.meta();
    const first = begun && typed < term ? typed : term;
    const wanted = keys[0] ? between(keys, first, begun ? typed + TOP : term) : [];
    const shards = await Promise.all(wanted.map((at) => part.file(`t${at}`, shard)));
    const standApart = (at, factor) => {
      const [, count, tiers] = hot[at];
      group.unread.push({ part, index: at, next: 0, tiers, base, factor });
      if (factor === 1) Object.assign(group, { count: group.count + count, hot: true });
    };
    const exact = hot.findIndex(([word]) => word === term);
    if (exact >= 0) standApart(exact, 1);
    const others = [];
    for (const { terms, postings: text } of shards)
      for (let at = lower(terms, first); at < terms.length; at += 1) {
        if (terms[at] === term) {
          const before = group.articles.size;
          group.add(text(at), base, 1);
          group.count += group.articles.size - before;
        } else if (begun && terms[at].startsWith(typed)) others.push(text(at));
        else if (terms[at] > term && !terms[at].startsWith(term)) break;
      }
    if (!begun) return;
    others.sort((a, b) => b.length - a.length);
    for (const text of others.slice(0, EXPANSIONS)) group.add(text, base, UNFINISHED);
    hot.map(([word], at) => [word, at]).filter(([word]) => word !== term && word.startsWith(typed))
      .slice(0, HOT_EXPANSIONS).forEach(([, at]) => standApart(at, UNFINISHED));
  }

  root.datelineSearch = function (options) {
    const { words, marked } = tokenizer(options.rules);
    const parts = options.parts.map((part) => folder(part, options.load));
    const names = folder(options.names, options.load);

    async function group(word, begun) {
      const found = new Group();
      await Promise.all(parts.map((part) => lookUp(part, found, word, begun)));
      found.count = found.count || found.articles.size;
      return found;
    }

    /** What a request asks for: words, the last of which may be unfinished, and filters. */
    function asked(request) {
      let all = words(request.text || '');
      const last = all[all.length - 1];
      const open = last && /[\p{L}\p{N}\p{M}]$/u.test(request.text.trimEnd()) && !/\s$/.test(request.text);
      const enough = last && (last.paired || Array.from(last.typed).length >= 3);
      if (open && request.typing && !enough) all = all.slice(0, -1);
      const begun = open && enough && !(last.paired && Array.from(last.typed).length > 1) ? last : null;
      const seen = new Set();
      all = all.filter((word) => !seen.has(word.term) && seen.add(word.term)).slice(0, WORDS);
      return { all, begun: begun && begun.term };
    }

    /**
     * Articles by how well they fit, at least `want` of them where there are as many.
     * A request has `text`, and may have `typing`, `kind`, `actor`, `topic` (slugs), `from` and `to` (days).
     */
    async function find(request, want) {
      const { all, begun } = asked(request);
      const metas = await Promise.all(parts.map((part) => part.meta()));
      const total = metas.reduce((sum, meta) => sum + meta.articles, 0);
      const filters = [];
      const keys = request.actor ? [(request.kind === 'quotation' ? '@s:' : '@a:') + request.actor] : [];
      if (request.topic) keys.push(`@t:${request.topic}`);
      for (const key of keys) filters.push(await group({ term: key, typed: key }, false));
      let groups = await Promise.all(all.map((word) => group(word, word.term === begun)));
      for (const found of groups) found.rarity = Math.log(1 + (total - found.count + 0.5) / (found.count + 0.5));
      if (groups.length > 2) {
        const rarest = groups.slice().sort((a, b) => a.count - b.count).slice(0, 2);
        groups = groups.filter((one) => rarest.includes(one) || !one.hot || one.count <= COMMON * total);
      }
      const required = filters.concat(groups);
      if (required.length === 0) return { hits: [], more: false, empty: true };
      await Promise.all(required.map((one) => one.more()));
      const bounds = limits(metas, request);
      let hits = ranked(required, groups, filters, bounds, HOLDS[request.kind] || 0);
      while (hits.length < want && required.some((one) => one.unread.length)) {
        await Promise.all(required.map((one) => one.more()));
        hits = ranked(required, groups, filters, bounds, HOLDS[request.kind] || 0);
      }
      return { hits, more: required.some((one) => one.unread.length), empty: false };
    }

    /** Matches words of a text against those of a request, for `marked`. */
    function matcher(request) {
      const { all, begun } = asked(request);
      const terms = new Set(all.map((word) => word.term));
      const beginning = begun && all.find((word) => word.term === begun).typed;
      return (found) => found.some((word) => terms.has(word.term) || (beginning && word.typed.startsWith(beginning)));
    }

    /** Actors whose names hold all words of a text; the last word may be unfinished. */
    async function actors(text, most) {
      const wanted = words(text);
      const longest = wanted.slice().sort((a, b) => b.term.length - a.term.length)[0];
      if (!longest || (longest.typed.length < 2 && !longest.paired)) return [];
      const { keys } = await names.meta();
      if (!keys[0]) return [];
      const first = longest.typed < longest.term ? longest.typed : longest.term;
      const shards = await Promise.all(between(keys, first, longest.typed + TOP).map((at) => names.file(`n${at}`, ([list]) => list)));
      const found = new Map();
      for (const [name, slug, count, kind, others] of shards.flat()) {
        const own = words(name).map((word) => word.term);
        const known = own.concat(others.split(' '));
        if (!wanted.every(({ term, typed }) => known.some((word) => word === term || word.startsWith(typed)))) continue;
        const exact = own.length === wanted.length && wanted.every(({ term }) => own.includes(term));
        const close = wanted.filter(({ term, typed }) => own.some((word) => word === term || word.startsWith(typed))).length;
        found.set(slug, { name, slug, count, kind, rank: (exact ? wanted.length : 0) + close });
      }
      const order = (a, b) => b.rank - a.rank || b.count - a.count || (a.slug < b.slug ? -1 : 1);
      return Array.from(found.values()).sort(order).slice(0, most);
    }

    /** What results show of an article. */
    async function excerpt(number) {
      const metas = await Promise.all(parts.map((part) => part.meta()));
      const at = metas.findIndex((meta) => number >= meta.base && number <= meta.last);
      const [, values] = await options.load(`x/${number}`, parts[Math.max(0, at)].stamp);
      const [slug, title, day, language, sentences, said, events] = values;
      return { slug, title, day, language, sentences, said, events };
    }

    const warm = () => Promise.all(parts.concat(names).map((part) => part.meta()));
    return { words, marked, find, matcher, actors, excerpt, warm };
  };

  /** The numbers between which articles lie by their day. */
  function limits(metas, { from, to }) {
    const dated = metas.length ? metas[0].dated : 0;
    const start = (day, after) => {
      const days = Math.round((Date.parse(day) - Date.parse(metas[0].first)) / 86400000) + after;
      return Math.max(dated, dated + days * Math.pow(2, metas[0].bits));
    };
    const oldest = Math.max(dated, Math.min(...metas.map((meta) => meta.base)));
    const newest = Math.max(oldest + 1, ...metas.map((meta) => meta.last));
    return {
      low: from ? start(from, 0) : to ? dated : 0,
      high: to ? start(to, 1) : Infinity,
      recent: (number) => Math.max(0, (number - oldest) / (newest - oldest)),
    };
  }

  /** Articles that all required groups have, the best first, each with the sentences that fit best. */
  function ranked(required, groups, filters, { low, high, recent }, holds) {
    const smallest = required.reduce((a, b) => (b.articles.size < a.articles.size ? b : a));
    const hits = [];
    for (const number of smallest.articles.keys()) {
      if (number < low || number >= high || !required.every((one) => one.articles.has(number))) continue;
      const lines = sentences(number, groups, filters, holds);
      if (holds && lines.length === 0) continue;
      let score = groups.length ? 0 : 1;
      for (const one of groups) score += one.rarity * (one.articles.get(number).weight / HEAVIEST);
      if (lines.length && lines[0].words > 1) score += TOGETHER * lines[0].score;
      score *= 1 + RECENT * recent(number);
      const shown = lines.filter((line) => line.score >= lines[0].score * 0.99).slice(0, LINES);
      hits.push({ number, score, lines: shown.sort((a, b) => a.sentence - b.sentence) });
    }
    return hits.sort((a, b) => b.score - a.score || b.number - a.number);
  }

  /** The sentences of an article that hold most of what is looked for. */
  function sentences(number, groups, filters, holds) {
    const found = new Map();
    const add = (one, score, counts) => {
      for (const sentence of new Map(one.articles.get(number).lines)) {
        if (holds && !(sentence[1] & holds)) continue;
        const line = found.get(sentence[0]) || { sentence: sentence[0], holds: sentence[1], score: 0, words: 0 };
        found.set(sentence[0], Object.assign(line, { score: line.score + score, words: line.words + counts }));
      }
    };
    for (const one of groups) add(one, one.rarity, 1);
    // What somebody said has to be in the speaker's sentences; elsewhere a sentence with the actor is only better.
    const [actor] = filters.filter((one) => one.articles.get(number).lines.length);
    const spoken = holds && actor && new Set(actor.articles.get(number).lines.map(([sentence]) => sentence));
    if (actor && (groups.length === 0 || !holds)) add(actor, 0.5, 0);
    const lines = Array.from(found.values()).filter((line) => !spoken || spoken.has(line.sentence));
    return lines.sort((a, b) => b.score - a.score || a.sentence - b.sentence);
  }
})(typeof globalThis === 'object' ? globalThis : self);
