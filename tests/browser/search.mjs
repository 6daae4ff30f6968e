// node search.mjs SITE LANGUAGES: the search page in a real browser, from disk, at a server's root under a strict policy, and
// under a prefix. SITE is the demonstration site; LANGUAGES is built from `tests/search/site`.
import axe from 'axe-core';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { conclude } from './files.mjs';
import { ARGUMENTS, serve } from './serve.mjs';

const [site, languages] = process.argv.slice(2).map((path) => resolve(path));
const POLICY = { 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'self'" };
const complaints = [];
let checked = 0;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
const [root, rootPort] = await serve(site, '/', POLICY);
const [prefixed, prefixedPort] = await serve(site, '/a/b/');
const [abroad, abroadPort] = await serve(languages, '/');
const atRoot = `http://127.0.0.1:${rootPort}/`;

/** Runs a check with a page of its own; what it throws is a complaint. Nothing may be said on the console. */
async function check(what, act, options = {}) {
  checked += 1;
  const { quiet = true, ...context } = options;
  const window = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  const page = await window.newPage();
  page.setDefaultTimeout(10000);
  const complain = (text) => complaints.push(`${what}: ${text}`);
  if (quiet) {
    page.on('console', (message) => complain(`console: ${message.text()}`));
    page.on('requestfailed', (request) => complain(`failed: ${request.url()}`));
  }
  page.on('pageerror', (error) => complain(`script: ${error.message}`));
  try {
    await act(page);
  } catch (error) {
    complain(`${error.message.split('\n').slice(0, 3).join(' ')} ${error.stack.match(/search.mjs:\d+/g)}`);
  }
  await window.close();
}

function same(found, expected, what) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

const status = (page, pattern) => page.waitForFunction(
  (source) => new RegExp(source).test(document.getElementById('found-status').textContent), pattern.source);
const first = (page, title) => page.waitForFunction(
  (expected) => document.querySelector('.hits h3')?.textContent === expected, title);
const found = /^Articles found: \d/;

const places = {
  'from disk': pathToFileURL(join(site, 'x')).href.slice(0, -1),
  'at the root': atRoot,
  'under /a/b/': `http://127.0.0.1:${prefixedPort}/a/b/`,
};
for (const [place, home] of Object.entries(places)) {
  await check(`${place}: typing, a link to the sentence, and back`, async (page) => {
    await page.goto(`${home}search/index.html`);
    await page.locator('#search-q').pressSequentially('invitation withd');
    await first(page, 'Pentagon: talks with Iraq reached beyond counterterrorism');
    same(new URL(page.url()).searchParams.get('q'), 'invitation withd', 'address');
    same(await page.locator('#found-actors').isVisible(), false, 'a heading over nobody');
    const line = page.locator('.hits .lines a').first();
    same(await line.locator('mark').allTextContents(), ['invitation', 'withdrawn'], 'marked words');
    const text = await line.textContent();
    await line.click();
    await page.waitForURL(/articles\/kirby-on-the-technical-talks\/(index\.html)?#s11/);
    const target = page.locator(':target');
    same((await target.first().textContent()).includes(text), true, 'the sentence is on the page');
// The page may scroll there smoothly.
    await page.waitForFunction(() => {
      const { top, bottom } = document.querySelector(':target').getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
    await page.goBack();
    await status(page, found);
    same(await page.locator('#search-q').inputValue(), 'invitation withd', 'the field after going back');
  });
  await check(`${place}: an address with a state`, async (page) => {
    await page.goto(`${home}search/index.html?q=permanent&kind=quotation&actor=John+Kirby`);
    await status(page, found);
    same(await page.locator('#search-kind').inputValue(), 'quotation', 'kind');
const said = await page.locator('.hits .ref').allTextContents();
    same(said.filter((text) => !text.startsWith('Quotation: John Kirby')), [], 'other speakers');
  });
}

await check('names are completed, as links to actors', async (page) => {
  await page.goto(`${atRoot}search/`);
  await page.locator('#search-q').pressSequentially('kadhem');
  const actor = page.locator('#found-actors a').first();
  await actor.waitFor();
  same(await actor.textContent(), 'Mustafa al-Kadhimi', 'first actor');
  await actor.click();
  await page.waitForURL(/actors\/mustafa-al-kadhimi\//);
});

await check('filters narrow, stand in the address, and go back', async (page) => {
  const number = async () => Number((await page.locator('#found-status').textContent()).match(/\d+/)?.[0]);
  const changed = (before) => page.waitForFunction(
    (text) => /\d/.test(document.getElementById('found-status').textContent) && !document.getElementById('found-status').textContent.endsWith(` ${text}`), before);
  await page.goto(`${atRoot}search/?q=iraq`);
  await status(page, found);
  const all = await number();
  await page.locator('#search-topic').selectOption('iraqs-october-elections');
  await changed(all);
  same(new URL(page.url()).searchParams.get('topic'), 'iraqs-october-elections', 'topic in the address');
  const ofTopic = await number();
  await page.locator('#search-from').fill('2021-10-12');
  await changed(ofTopic);
  const late = await number();
  same([late > 0, late < ofTopic, ofTopic < all], [true, true, true], `${late} of ${ofTopic} of ${all}`);
  await page.goBack();
  await changed(late);
  same([await number(), await page.locator('#search-from').inputValue()], [ofTopic, ''], 'back once');
  await page.goBack();
  await changed(ofTopic);
  same([await number(), await page.locator('#search-topic').inputValue()], [all, ''], 'back twice');
});

await check('an actor is chosen by name', async (page) => {
  await page.goto(`${atRoot}search/`);
  await page.locator('#search-actor').pressSequentially('qasim');
  await page.waitForFunction(() => document.querySelectorAll('#search-names option').length > 0);
  const names = await page.locator('#search-names option').evaluateAll((all) => all.map((one) => one.value));
  same(names.includes('Qasim al-Araji'), true, 'names to choose from');
  await page.locator('#search-actor').fill('Qasim al-Araji');
  await status(page, /^Articles found: 3/);
  await page.locator('#search-actor').fill('Nobody at all');
  await page.keyboard.press('Tab');
  await status(page, /No actor is called “Nobody at all”/);
  same(await page.locator('.hits > li').count(), 0, 'articles');
});

await check('more results, and where the focus goes', async (page) => {
  await page.goto(`${atRoot}search/?q=iraq`);
  await status(page, found);
  same(await page.locator('.hits > li').count(), 8, 'articles at first');
  await page.locator('#found-more').click();
  await page.waitForFunction(() => document.querySelectorAll('.hits > li').length > 8);
  same(await page.evaluate(() => Array.from(document.querySelectorAll('.hits > li')).findIndex((one) => one.contains(document.activeElement))), 8, 'focus');
});

await check('by keyboard alone', async (page) => {
  await page.goto(`${atRoot}search/`);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const order = [];
  for (let at = 0; at < 40 && order[order.length - 1] !== 'search-to'; at += 1) {
    await page.keyboard.press('Tab');
    const now = await focused();
    if (now !== order[order.length - 1]) order.push(now);
    if (now === 'search-q') await page.keyboard.type('invitation');
  }
  const fields = order.slice(order.indexOf('search-q'));
  same(fields, ['search-q', 'Search', 'search-kind', 'search-actor', 'search-topic', 'search-from', 'search-to'], 'order of fields');
  await page.locator('#search-q').focus();
  await page.keyboard.press('Enter');
  await status(page, found);
  same(await focused(), 'search-q', 'focus after Enter');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  same(await page.locator('#search-q').evaluate((field) => field.selectionStart), 1, 'arrows move in the field');
  await page.locator('#search-to').focus();
  for (let at = 0; at < 12 && !(await page.evaluate(() => document.activeElement.closest('.hits'))); at += 1) await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  same(outline, 'solid', 'the focus is to be seen');
  await page.keyboard.press('Enter');
  await page.waitForURL(/articles\//);
});

await check('the field of the front page leads to the search', async (page) => {
  await page.goto(atRoot);
  await page.locator('#find').fill('counterterrorism');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\/index\.html\?q=counterterrorism/);
  await status(page, found);
});

await check('without scripts the lists are named', async (page) => {
  await page.goto(`${atRoot}search/?q=iraq`);
  same(await page.locator('noscript').first().isVisible(), true, 'message');
  same(await page.locator('#search').isVisible(), false, 'form');
  await page.locator('.note a').last().click();
  await page.waitForURL(/archive\//);
}, { javaScriptEnabled: false });

await check('an index that cannot be read is said', async (page) => {
  await page.route(/t\d+\.js/, (route) => route.abort());
  await page.goto(`${atRoot}search/?q=iraq`);
  await status(page, /could not be read/);
}, { quiet: false });

await check('an index of another stamp is said', async (page) => {
  await page.route(/\/t\d+\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/","[0-9a-f]+"/, '","0"') });
  });
  await page.goto(`${atRoot}search/?q=iraq`);
  await status(page, /has changed since/);
}, { quiet: false });

await check('an older answer never takes the place of a newer one', async (page) => {
  let held;
  await page.route(/\/x\/124400\.js/, (route) => new Promise((done) => { held = () => done(route.continue()); }));
  await page.goto(`${atRoot}search/`);
  await page.locator('#search-q').fill('iraq');
  await page.waitForTimeout(600);
  await page.locator('#search-q').fill('withdrawn invitation');
  await status(page, /^Articles found: 1$/);
  if (held) await held();
  await page.waitForTimeout(300);
  same(await page.locator('#found-status').textContent(), 'Articles found: 1', 'status');
});

await check('text from right to left, and of the script it is in', async (page) => {
  await page.goto(`http://127.0.0.1:${abroadPort}/search/?q=${encodeURIComponent('الموازنة')}`);
  await status(page, found);
  same(await page.locator('.hits > li').first().getAttribute('dir'), 'rtl', 'direction');
  same(await page.locator('.hits > li').first().getAttribute('lang'), 'ar', 'language');
  same(await page.locator('.hits mark').allTextContents(), ['الموازنة'], 'marked words');
  await page.locator('#search-q').fill('大桥');
  await page.waitForFunction(() => document.querySelector('.hits > li')?.lang === 'zh');
  same(await page.locator('.hits mark').allTextContents(), ['大桥'], 'marked characters');
});

for (const colorScheme of ['light', 'dark'])
  for (const width of [1280, 320])
    await check(`accessible: ${colorScheme}, ${width} px`, async (page) => {
      await page.goto(`http://127.0.0.1:${prefixedPort}/a/b/search/?q=kadhimi+iraq`);
      await status(page, found);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run());
      same(violations.map(({ id, nodes }) => [id, nodes[0].target]), [], 'violations');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      same(wide, 0, 'scrolls sideways');
    }, { colorScheme, viewport: { width, height: 900 } });

await browser.close();
for (const server of [root, prefixed, abroad]) server.close();
conclude('searches in a browser', checked, complaints);
