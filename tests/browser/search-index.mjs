// node search-index.mjs demonstration=SITE languages=SITE: the client of the search index, without a browser: it takes texts
// apart as the program does, and finds in built sites what `tests/search/queries.json` says.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { conclude } from './files.mjs';

const cases = join(dirname(fileURLToPath(import.meta.url)), '../search');
const sites = new Map(process.argv.slice(2).map((argument) => argument.split(/=(.*)/s)));
const complaints = [];
let checked = 0;

/** The client of a built site, as the search page makes it. */
function client(site) {
  const page = readFileSync(join(site, 'search/index.html'), 'utf8');
  const unescape = (text) => text.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  const data = (name) => unescape(page.match(new RegExp(` data-${name}="([^"]*)"`))[1]);
  const part = (text) => ({ name: text.split(':')[0], stamp: text.split(':')[1] });
  const loaded = new Map();
  const context = vm.createContext({ dl: (name, ...values) => loaded.set(name, values) });
  vm.runInContext(readFileSync(join(site, 'search-index.js'), 'utf8'), context);
  const load = async (path) => {
    if (!loaded.has(path)) vm.runInContext(readFileSync(join(site, 'assets/search', `${path}.js`), 'utf8'), context);
    return loaded.get(path);
  };
  const parts = data('parts').split(' ').map(part);
  return context.datelineSearch({ load, parts, names: part(data('names')), rules: JSON.parse(data('rules')) });
}

// Queries at once, while nothing is read yet, get in each other's way nowhere.
for (const site of sites.values()) {
  const index = client(site);
  const answers = await Promise.all(['al', 'mu', 'ca'].map((text) => index.actors(text, 5)));
  const again = await Promise.all(['al', 'mu', 'ca'].map((text) => index.actors(text, 5)));
  checked += 1;
  if (JSON.stringify(answers) !== JSON.stringify(again) || answers.flat().length === 0) complaints.push(`${site}: queries at once`);
}

const clients = new Map(Array.from(sites, ([name, site]) => [name, client(site)]));
const [any] = clients.values();
for (const { text, query } of JSON.parse(readFileSync(join(cases, 'tokens.json'), 'utf8'))) {
  checked += 1;
  const found = any.words(text).map((word) => word.term);
  if (JSON.stringify(found) !== JSON.stringify(query)) complaints.push(`words of “${text}”: ${found.join(' ')}`);
}
for (const query of JSON.parse(readFileSync(join(cases, 'queries.json'), 'utf8'))) {
  const { site, names, first, sentence, ...request } = query;
  const index = clients.get(site);
  if (!index) continue;
  checked += 1;
  const wrong = (what) => complaints.push(`${JSON.stringify(query)}: ${what}`);
  if (names !== undefined) {
    const [actor] = await index.actors(names, 5);
    if ((actor ? actor.slug : null) !== first) wrong(`first is ${actor && actor.slug}`);
    continue;
  }
  const { hits } = await index.find(request, 8);
  const article = hits.length ? await index.excerpt(hits[0].number) : null;
  if ((article ? article.slug : null) !== first) wrong(`first is ${article && article.slug}`);
  else if (sentence && !hits[0].lines.some((line) => line.sentence === sentence))
    wrong(`sentences ${hits[0].lines.map((line) => line.sentence)}`);
}
conclude('queries', checked, complaints);
