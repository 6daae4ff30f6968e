// node check.mjs DATELINE FOLDER [mediawiki|dokuwiki]: briefings in a real MediaWiki and a real DokuWiki, in each way that works out of
// the box or with a setting that docs/embedding.md recommends. Texts come out exact, nothing is clipped, links arrive at the sentence,
// print has all of it, and nothing of the content runs in the wiki. The site is made of texts that a wiki could take for its own
// markup. FOLDER must be new.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { conclude } from '../browser/files.mjs';
import { ARGUMENTS, serve } from '../browser/serve.mjs';
import { astray, clipped, follow, missing, open, plain, seen, unprinted } from './look.mjs';
import { DokuWiki, MediaWiki } from './wikis.mjs';

const { chromium } = createRequire(new URL('../browser/package.json', import.meta.url))('playwright-core');
const [program, work] = process.argv.slice(2).map((path) => resolve(path));
const source = fileURLToPath(new URL('site', import.meta.url));
const folder = join(work, 'site');
mkdirSync(work, { recursive: true });
mkdirSync(folder);

const complaints = [];
let checked = 0;
const check = (holds, what) => {
  checked += 1;
  if (!holds) complaints.push(what);
};
const none = (list, what) => check(list.length === 0, `${what}:\n    ${list.slice(0, 5).join('\n    ')}`);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const [server, port] = await serve(folder, '/briefings/');
const place = `http://127.0.0.1:${port}/briefings/`;
const run = promisify(execFile);
await run(program, ['build', source, '--out', folder, '--no-cache', '--base-url', place.slice(0, -1)]);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
// Low, so that a sentence is reached by scrolling.
const desk = { viewport: { width: 1100, height: 420 } };
const wide = { viewport: { width: 1900, height: 900 } };
// Where a sheet ends, a browser may cut a frame in the middle of a line.
const margin = { top: '2cm', right: '2.5cm', bottom: '2cm', left: '2.5cm' };
const sheet = { format: 'A4', margin };
const roll = { width: '21cm', height: '500cm', margin };
const phone = { viewport: { width: 390, height: 700 } };

/** A page of the site, with the strings that have to come out of it as they are. */
async function subject(kind, slug, quotations) {
  const page = await browser.newPage();
  await page.goto(`${place}${kind}s/${slug}/`);
  const strings = await page.evaluate(() => {
    const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => {
      const copy = element.cloneNode(true);
      copy.querySelectorAll('.status, .m').forEach((one) => one.remove());
      return copy.textContent;
    });
    return {
      title: texts('h1'), text: document.body.textContent,
      // Of an article all its text, of others and of an article's side what happened when.
      events: [...texts('.event > div > p:first-child'), ...texts('.side .ahead li > p:last-child')],
      body: texts('.text [id^="s"], .text h2, .text pre'),
    };
  });
  await page.close();
  check(strings.title.length === 1 && strings.events.length + strings.body.length > 0, `${kind} ${slug} has no title or no text`);
  none(missing(strings.text, quotations), `${kind} ${slug} does not have these statements`);
  const { title, events, body } = strings;
  return { kind, slug, title: title[0], strings: [...title, ...quotations, ...events], body };
}

/** The last statement of an article, as its page is called. */
function last(article) {
  const names = readdirSync(join(folder, 'embed/quotation')).filter((name) => name.startsWith(`${article}-s`));
  return names.map((name) => name.replace('.html', '')).sort((a, b) => number(b) - number(a))[0];
}
const number = (name) => Number(/\d+/.exec(name)[0]);

/** A page for frames, with what it shows by itself: of a long one only some strings, each of them whole. */
async function embedded(kind, slug, strings, least) {
  const page = await browser.newPage();
  const address = `${place}embed/${kind}/${slug}.html`;
  await page.goto(address);
  const text = await page.innerText('body');
  await page.close();
  const cut = new Set(missing(text, strings));
  const shown = strings.filter((one) => !cut.has(one));
  check(shown.length >= least, `${address} shows ${shown.length} of ${strings.length}`);
  return { kind, slug, address, text, strings: shown };
}

// Statements come from the texts themselves.
function quotations(article) {
  const written = readFileSync(join(source, 'content/articles', `${article}.txt`), 'utf8');
  return [...written.matchAll(/^“(.+),” \S+ said\.$/gmu)].map(([, words]) => words);
}
const subjects = await Promise.all([
  // Forms of a topic have its newest statements.
  subject('topic', 'marks', quotations('html')),
  subject('actor', 'calloway', quotations('wikitext')),
  subject('actor', 'osei', quotations('dokuwiki')),
  subject('actor', 'kaabi', quotations('html')),
  subject('article', 'wikitext', quotations('wikitext')),
  subject('article', 'dokuwiki', quotations('dokuwiki')),
  subject('article', 'html', quotations('html')),
  subject('article', 'markup', []),
]);
const [topic] = subjects;
topic.strings.push(...subjects.map(({ title }) => title));

const embeds = await Promise.all([
  ...subjects.map(({ kind, slug, strings }) => embedded(kind, slug, strings, slug === 'markup' ? 1 : 6)),
  embedded('timeline', 'marks', topic.strings, 8),
  ...['wikitext', 'dokuwiki', 'html'].map((article) => embedded('quotation', last(article), quotations(article), 1)),
]);
const [topicEmbed] = embeds;

/** Opens a wiki's page as anybody would, looks, and says what it does that it should not. */
async function visit(wiki, page, options, what, look) {
  const context = await browser.newContext(options);
  const { page: tab, faults } = await open(context, wiki.address(page), [new URL(wiki.origin).host, new URL(place).host]);
  try {
    await look(tab, context);
  } catch (error) {
    complaints.push(`${what}: ${error.message}`);
  }
  none(faults, `${what}: the page`);
  await context.close();
}

/** A page of the wiki that holds the text of a subject. */
function reads(wiki, page, subject, what) {
  const strings = [...subject.strings, ...subject.body];
  return visit(wiki, page, desk, what, async (tab, context) => {
    const { text, links, odd, ran } = await seen(tab, wiki.content, wiki.additions);
    none(missing(text, strings), `${what}: not as written`);
    none(odd, `${what}: became an element`);
    check(!ran, `${what}: a script of the content ran`);
    none(astray(links, place, folder), `${what}: links astray`);
    none(await unprinted(tab, strings, work, sheet), `${what}: not in print`);
    const wrong = await follow(context, tab, tab, wiki.content);
    check(!wrong, `${what}: ${wrong}`);
  });
}

/** A page of the wiki whose links were made frames. */
async function frames(wiki, page, list, what) {
  await visit(wiki, page, desk, what, async (tab, context) => {
    await settled(tab, list.length);
    none(await clipped(tab), `${what}: clipped`);
    for (const one of list) {
      const frame = tab.frames().find((frame) => frame.url() === one.address);
      check(frame, `${what}: no frame for ${one.address}`);
      if (!frame) continue;
      const sandbox = (await (await frame.frameElement()).getAttribute('sandbox')) ?? '';
      check(/allow-scripts/.test(sandbox) && !/same-origin|top-navigation|forms/.test(sandbox), `${what}: the frame may ${sandbox}`);
      const { text, links, ran } = await seen(frame, 'body');
      check(plain(text) === plain(one.text), `${what}: ${one.kind} ${one.slug}: the frame shows something else:\n${text}`);
      check(!ran, `${what}: ${one.kind} ${one.slug}: a script of the content ran`);
      none(astray(links, place, folder), `${what}: ${one.kind} ${one.slug}: links astray`);
      const wrong = await follow(context, tab, frame, 'body');
      check(!wrong, `${what}: ${one.kind} ${one.slug}: ${wrong}`);
    }
    await tab.setViewportSize({ width: 700, height: 420 });
    await settled(tab, list.length);
    none(await clipped(tab), `${what}, in a window made narrower: clipped`);
  });
  // Paper is narrower than the window that told the frame its height.
  await visit(wiki, page, wide, `${what}, in a wide window`, async (tab) => {
    await settled(tab, list.length);
    none(await unprinted(tab, list.flatMap(({ strings }) => strings), work, roll), `${what}: not in print`);
  });
  await visit(wiki, page, phone, `${what}, on a phone`, async (tab) => {
    await settled(tab, list.length);
    none(await clipped(tab), `${what}, on a phone: clipped`);
  });
}

/** Waits for the frames to have got their heights and to stand still; what is wrong then stays wrong. */
async function settled(tab, count) {
  await tab.waitForFunction((count) => document.querySelectorAll('iframe').length === count, count, { timeout: 5000 });
  let before = '';
  for (let tries = 0; tries < 30; tries += 1) {
    const found = await clipped(tab);
    const now = await tab.locator('iframe').evaluateAll((all) => all.map((one) => `${one.offsetTop} ${one.offsetHeight}`).join());
    if (found.length === 0 && now === before) return;
    before = now;
    await tab.waitForTimeout(150);
  }
}

/** A page of the wiki whose link stayed one: it leads to the text, even without a script. */
function link(wiki, page, address, { strings }, what) {
  return visit(wiki, page, { ...desk, javaScriptEnabled: false }, what, async (tab) => {
    await tab.locator(`${wiki.content} a[href^="${address}"]`).first().click();
    await tab.waitForLoadState('load');
    check(tab.url().startsWith(address), `${what}: the link leads to ${tab.url()}`);
    none(missing(await tab.innerText('body'), strings), `${what}: not there`);
    check((await tab.locator('iframe').count()) === 0, `${what}: there is a frame`);
  });
}

/** A page of the wiki with the picture of a subject. */
function picture(wiki, page, what) {
  return visit(wiki, page, desk, what, async (tab) => {
    const shown = await tab.locator(`${wiki.content} img`).evaluateAll((all) => all.map((one) => [one.naturalWidth, one.clientWidth]));
    check(shown.length === 1 && shown[0][0] > 600 && shown[0][1] > 100, `${what}: pictures: ${JSON.stringify(shown)}`);
  });
}

/** Links to pages for frames as the program gives them; only what has no text of its own has one in the wiki's markup. */
async function links(markup, link) {
  const lines = embeds.map(async ({ kind, slug, address }) => {
    if (kind !== 'timeline' && kind !== 'quotation') return link(address, `${kind} of ${slug}`);
    const route = address.slice(place.length);
    const { stdout } = await run(program, ['embed', route, source, '--as', markup, '--base-url', place.slice(0, -1)]);
    check(stdout.includes(address), `embed ${route} --as ${markup}: ${stdout}`);
    return stdout;
  });
  return (await Promise.all(lines)).join('\n\n');
}

const text = ({ kind, slug }, ending) => readFileSync(join(folder, 'wiki', kind, `${slug}.${ending}`), 'utf8');
const script = () => readFileSync(join(folder, 'wiki-embed.js'), 'utf8');
const card = ({ kind, slug }) => `${place}${kind}s/${slug}/card.png`;
const name = ({ kind, slug }) => `${kind} ${slug}`;

/** Words of a text, of its quotations and names, lead to its page in the wiki's own search. */
async function searched(wiki, words, page) {
  for (const one of words) {
    const found = await wiki.search(one);
    check(found.includes(page), `${wiki.name}: a search for ${one} finds ${found.join(', ') || 'nothing'}, not ${page}`);
  }
}

async function inMediaWiki(wiki) {
  await wiki.settings();
  for (const one of subjects) {
    await wiki.put(`Briefing ${name(one)}`, text(one, 'mediawiki.txt'));
    await reads(wiki, `Briefing ${name(one)}`, one, `MediaWiki, text: ${name(one)}`);
  }
  await searched(wiki, ['fetch', 'naïve', 'الكعبي', 'Osei'], 'Briefing topic marks');

  await wiki.put('Frames', await links('mediawiki', (address, words) => `[${address} ${words}]`));
  await link(wiki, 'Frames', topicEmbed.address, topicEmbed, 'MediaWiki, link');
  await wiki.script(script());
  await frames(wiki, 'Frames', embeds, 'MediaWiki, link and script');
  await link(wiki, 'Frames', topicEmbed.address, topicEmbed, 'MediaWiki, link and script, for readers without scripts');
  await wiki.settings('$wgCSPHeader = true;');
  await wiki.put('Frame', `[${topicEmbed.address} the briefing]`);
  await frames(wiki, 'Frame', [topicEmbed], 'MediaWiki with a Content-Security-Policy, link and script');

  await wiki.interwiki('dateline', `${place}wiki/$1`);
  await wiki.interwiki('briefings', `${place}$1`);
  await wiki.settings('$wgEnableScaryTranscluding = true;');
  for (const one of subjects) {
    await wiki.put(`Live ${name(one)}`, `{{raw::dateline:${one.kind}/${one.slug}.mediawiki.txt}}`);
    await reads(wiki, `Live ${name(one)}`, one, `MediaWiki, transclusion: ${name(one)}`);
  }
  check((await wiki.search('fetch')).every((page) => !page.startsWith('Live')), 'MediaWiki finds what was transcluded: say so in the document');
  await wiki.put('Interwiki', '[[briefings:topics/marks/|the briefing]]');
  await link(wiki, 'Interwiki', `${place}topics/marks/`, topic, 'MediaWiki, interwiki link');

  await wiki.put('Picture', card(topic));
  await wiki.settings(`$wgAllowExternalImagesFrom = '${place}';`);
  await picture(wiki, 'Picture', 'MediaWiki, picture');
}

async function inDokuWiki(wiki) {
  await wiki.settings();
  for (const one of subjects) {
    await wiki.put(`briefing:${one.kind}_${one.slug}`, text(one, 'dokuwiki.txt'));
    await reads(wiki, `briefing:${one.kind}_${one.slug}`, one, `DokuWiki, text: ${name(one)}`);
  }
  await searched(wiki, ['fetch', 'naïve', 'الكعبي', 'Osei'], 'briefing:topic_marks');

  await wiki.put('frames', await links('dokuwiki', (address, words) => `[[${address}|${words}]]`));
  await link(wiki, 'frames', topicEmbed.address, topicEmbed, 'DokuWiki, link');
  wiki.script(script());
  await frames(wiki, 'frames', embeds, 'DokuWiki, link and script');
  await link(wiki, 'frames', topicEmbed.address, topicEmbed, 'DokuWiki, link and script, for readers without scripts');

  wiki.interwiki('briefings', `${place}{NAME}`);
  await wiki.put('interwiki', '[[briefings>topics/marks/|the briefing]]');
  await link(wiki, 'interwiki', `${place}topics/marks/`, topic, 'DokuWiki, interwiki link');

  await wiki.put('picture', `{{${card(topic)}?nolink|The topic}}`);
  await picture(wiki, 'picture', 'DokuWiki, picture');

  // Debian's library for feeds stops at any date under its own PHP. What the page does not sort or date is shown.
  for (const [kind, file] of [['atom', 'marks.xml'], ['rss', 'marks.rss.xml']]) {
    await wiki.put(`feed_${kind}`, `{{rss>${place}feeds/topics/${file} 9 author details nosort 1h}}`);
    await visit(wiki, `feed_${kind}`, desk, `DokuWiki, ${kind}`, async (tab) => {
      const { text, odd, links } = await seen(tab, wiki.content, wiki.additions);
      none(missing(text, subjects.filter(({ kind }) => kind === 'article').map(({ title }) => title)), `DokuWiki, ${kind}: not as written`);
      none(odd, `DokuWiki, ${kind}: became an element`);
      none(astray(links, place, folder), `DokuWiki, ${kind}: links astray`);
    });
  }
}

async function walked(wiki, walk) {
  const begun = Date.now();
  if (process.argv[4] && process.argv[4] !== wiki.name) return;
  await walk(wiki).catch((error) => complaints.push(error.stack));
  wiki.end();
  console.log(`${wiki.name} in ${Math.round((Date.now() - begun) / 1000)} s`);
}

try {
  await Promise.all([walked(new MediaWiki(work), inMediaWiki), walked(new DokuWiki(work), inDokuWiki)]);
} finally {
  await browser.close();
  server.close();
}
conclude('briefings in wikis', checked, complaints);
