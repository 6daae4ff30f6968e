// node embed.mjs SITE, built for https://desk.example/a/b: pages for frames in a real browser: alone, in a frame without scripts, in a wiki with our
// script and without it; their weight, colours, links, height and print; the script by a parser of ES5; oEmbed.
import { Parser } from 'acorn';
import axe from 'axe-core';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { conclude, files } from './files.mjs';
import { ARGUMENTS } from './serve.mjs';

const site = resolve(process.argv[2]);
const SITE = 'https://desk.example/a/b';
const WIKI = 'https://wiki.example';
const complaints = [];
let checked = 0;
const check = (holds, text) => {
  checked += 1;
  if (!holds) complaints.push(text);
};
const read = (path) => readFileSync(join(site, path), 'utf8');
const embeds = files(site, '.html').filter((path) => path.startsWith('embed/'));
const largest = (kind) => embeds.filter((path) => path.startsWith(`embed/${kind}`))
  .sort((a, b) => statSync(join(site, b)).size - statSync(join(site, a)).size)[0];
const kinds = ['article/', 'actor/', 'topic/', 'timeline/', 'timeline.html', 'quotation/'];
const chosen = kinds.map(largest).filter(Boolean);
check(chosen.length === kinds.length, `embed pages of these kinds only: ${chosen.join(', ')}`);

// Weight, links, and what a page asks for, by its text.
for (const path of embeds) {
  const packed = gzipSync(read(path)).length;
  check(packed <= 15 * 1024, `${path} has ${packed} bytes, packed`);
  const links = [...read(path).matchAll(/<a [^>]*>/g)].map(([tag]) => tag);
  check(links.length > 1 && links.every((tag) => tag.includes(' target="_blank" rel="noopener"')), `${path}: a link opens in the frame`);
  check(!/<(img|link(?! rel="(canonical|icon)")|script src|iframe)|@import|url\(/.test(read(path)), `${path} asks for something`);
}

// The script for wikis.
const script = read('wiki-embed.js');
check(Buffer.byteLength(script) <= 2048, `wiki-embed.js has ${Buffer.byteLength(script)} bytes`);
try {
  Parser.parse(script, { ecmaVersion: 5 });
} catch (error) {
  check(false, `wiki-embed.js is no ES5: ${error.message}`);
}
check(script.includes(`"${SITE}/embed/"`), 'wiki-embed.js does not know the site');

// What programs are told.
for (const path of files(site, 'oembed.json')) {
  const answer = JSON.parse(read(path));
  const xml = read(path.replace(/json$/, 'xml'));
  check(XMLValidator.validate(xml) === true, `${path}: the XML beside it is none`);
  const { oembed } = new XMLParser({ parseTagValue: false, trimValues: false }).parse(xml);
  check(oembed.html === answer.html && oembed.title === answer.title, `${path}: the XML beside it says something else`);
  const target = /src="([^"]+)"/.exec(answer.html)?.[1] ?? '';
  check(existsSync(join(site, target.slice(SITE.length + 1))), `${path}: no such page: ${target}`);
  check(read(path.replace('oembed.json', 'index.html')).includes(`href="${SITE}/${path}"`), `${path}: its page does not name it`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });

/** A browser to which the site stands at its address, and a wiki with these pages at another. */
async function world(pages = {}, options = {}) {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, ...options });
  const asked = [];
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    asked.push(url.href);
    const path = url.pathname;
    if (url.origin === WIKI && pages[path] !== undefined) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: pages[path] });
    let file = url.href.startsWith(`${SITE}/`) ? join(site, path.slice('/a/b/'.length)) : '';
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!file || !existsSync(file)) return route.fulfill({ status: 404, body: 'not found' });
    return route.fulfill({ path: file, contentType: extname(file) === '.html' ? 'text/html; charset=utf-8' : undefined });
  });
  const open = async (address) => {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(`${address}: script: ${error.message}`));
    // That a frame which allows nothing runs no script is what it is for.
    const meant = (text) => text.startsWith('Blocked script execution in ');
    page.on('console', (message) => {
      if (message.type() === 'error' && !meant(message.text())) complaints.push(`${address}: console: ${message.text()}`);
    });
    await page.goto(address, { waitUntil: 'load' });
    return page;
  };
  return { context, open, asked };
}
const host = (body, own = '') => `<!DOCTYPE html><html lang="en"><head><title>A wiki</title></head><body style="margin:0 2em"><h1>A wiki</h1>${body}<script>${own}</script></body></html>`;
const ground = (frame) => frame.evaluate(() => getComputedStyle(document.querySelector('main')).backgroundColor);
const clipped = (frame) => frame.evaluate(() => document.documentElement.scrollHeight - innerHeight);
const light = (color) => color.match(/\d+/g).slice(0, 3).every((part) => part > 200);
/** Waits until something is so, for a message takes a moment. */
const until = async (is) => {
  for (let turn = 0; turn < 300; turn += 1) {
    if (await is()) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
};

try {
  // Each page by itself asks for nothing but itself, and is read in a frame that allows nothing.
  const framed = embeds.length > 120 ? chosen : embeds;
  const pages = framed.map((path) => [`/${path}`, host(`<iframe sandbox="" src="${SITE}/${path}" width="600" height="400"></iframe>`)]);
  const { context, open, asked } = await world(Object.fromEntries(pages));
  const page = await open(`${SITE}/${framed[0]}`);
  for (const path of framed) {
    asked.length = 0;
    await page.goto(`${SITE}/${path}`);
    const title = await page.locator('h1').innerText();
    check(asked.length === 1, `${path} asks for ${asked.slice(1).join(' ')}`);
    await page.goto(`${WIKI}/${path}`);
    const inside = await page.locator('iframe').contentFrame().locator('h1').innerText();
    check(inside === title, `${path} cannot be read in a frame that allows nothing`);
  }
  await context.close();
  // Colours, and who cannot see well.
  for (const path of chosen) {
    for (const colorScheme of ['light', 'dark']) {
      const { context, open } = await world({}, { colorScheme, viewport: { width: 340, height: 600 } });
      for (const [query, wanted] of [['', 'light'], ['?theme=dark', 'dark'], ['?theme=auto', colorScheme]]) {
        const page = await open(`${SITE}/${path}${query}`);
        check(light(await ground(page)) === (wanted === 'light'), `${path}${query} is not ${wanted} on a ${colorScheme} system`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(wide <= 0, `${path}${query} scrolls sideways by ${wide} px`);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => window.axe.run());
        for (const violation of violations) check(false, `${path}${query}: ${violation.id}: ${violation.nodes[0].target}`);
        await page.close();
      }
      await context.close();
    }
  }
  await inWiki();
  await asElement();
  await withoutScript();
} finally {
  await browser.close();
}

/** Links in a wiki that has our script become frames as high as what stands in them. */
async function inWiki() {
  const links = chosen.map((path) => `<p><a href="${SITE}/${path}${path.includes('actor') ? '?theme=dark' : ''}">See ${path}</a></p>`);
  // The wiki calls again with content that was added later, as MediaWiki does.
  const hook = 'window.mw = { hook: function () { return { add: function (f) { window.again = f; } }; } };';
  const body = `<script>${hook}</script>${links.join('')}<p><a href="${SITE}/actors/">a page</a> <a href="https://else.example/embed/x.html">not ours</a></p><div id="late"></div>`;
  const { context, open } = await world({ '/page': host(body, script) });
  const page = await open(`${WIKI}/page`);
  const frames = () => page.locator('iframe').count();
  check((await frames()) === chosen.length, `${await frames()} frames of ${chosen.length} links`);
  await page.evaluate((address) => {
    document.getElementById('late').innerHTML = `<a href="${address}">later</a>`;
    window.again([document.body]);
    window.again([document.body]);
  }, `${SITE}/${chosen[1]}`);
  check((await frames()) === chosen.length + 1, 'a link that comes later becomes one frame');
  for (const [index, path] of [...chosen, chosen[1]].entries()) {
    const element = page.locator('iframe').nth(index);
    const frame = await (await element.elementHandle()).contentFrame();
    await frame.waitForLoadState();
    // A frame out of sight is not laid out anew until somebody looks at it.
    await element.scrollIntoViewIfNeeded();
    check(await until(async () => (await clipped(frame)) <= 0), `${path}: ${await clipped(frame)} px are clipped`);
    const empty = () => frame.evaluate(() => innerHeight - document.querySelector('main').getBoundingClientRect().bottom);
    check(await until(async () => (await empty()) <= 2), `${path}: ${await empty()} px are empty`);
    check((await element.getAttribute('sandbox')) === 'allow-scripts allow-popups allow-popups-to-escape-sandbox', `${path}: another sandbox`);
    check(((await element.getAttribute('title')) ?? '').length > 3, `${path}: the frame has no name`);
    const linked = page.locator('a[data-dateline]').nth(index);
    check(await until(async () => !(await linked.isVisible())), `${path}: the link stands beside its frame`);
  }
  const dark = await (await page.locator('iframe[src*="theme=dark"]').elementHandle()).contentFrame();
  check(!light(await ground(dark)), 'the theme of a link is lost');
  // Narrower: the frames grow.
  await page.locator('iframe').first().scrollIntoViewIfNeeded();
  await page.setViewportSize({ width: 400, height: 600 });
  const first = await (await page.locator('iframe').first().elementHandle()).contentFrame();
  check(await until(async () => (await clipped(first)) <= 0), 'a narrower page clips what stands in the frame');
  await page.emulateMedia({ media: 'print' });
  check(await until(async () => (await clipped(first)) <= 0), 'print clips what stands in the frame');
  await page.emulateMedia({ media: 'screen' });
  // A link in the frame opens in a window of its own, at the sentence.
  const source = first.locator('a[href*="#s"]').first();
  const id = /#(s\d+)/.exec(await source.getAttribute('href'))[1];
  const [popup] = await Promise.all([context.waitForEvent('page'), source.click()]);
  await popup.waitForLoadState();
  const top = await until(() => popup.evaluate((id) => {
    const place = document.getElementById(id)?.getBoundingClientRect();
    return place && place.top >= 0 && place.top < innerHeight;
  }, id));
  check(top, `the link does not arrive at ${id}`);
  // A message from elsewhere changes nothing.
  const before = await page.locator('iframe').first().evaluate((frame) => frame.style.height);
  await page.evaluate(() => window.postMessage({ type: 'dateline:height', height: 5 }, '*'));
  await new Promise((done) => setTimeout(done, 100));
  check((await page.locator('iframe').first().evaluate((frame) => frame.style.height)) === before, 'a page can lie about its height');
  await context.close();
}

/** `<dateline-embed>`, in the page and added later. */
async function asElement() {
  const source = `${SITE}/${chosen[1]}`;
  const body = `<dateline-embed src="${source}"><a href="${SITE}/actors/">what is known</a></dateline-embed><dateline-embed src="https://else.example/embed/x.html"></dateline-embed>`;
  const { context, open } = await world({ '/page': host(body, script) });
  const page = await open(`${WIKI}/page`);
  check((await page.locator('iframe').count()) === 1, 'the element shows no frame, or one of another site');
  await page.evaluate((source) => {
    const late = document.createElement('dateline-embed');
    late.setAttribute('src', source);
    document.body.append(late);
  }, source);
  check((await page.locator('iframe').count()) === 2, 'an element that comes later shows no frame');
  for (const element of await page.locator('iframe').all()) {
    const frame = await (await element.elementHandle()).contentFrame();
    await element.scrollIntoViewIfNeeded();
    check(await until(async () => (await clipped(frame)) <= 0), `an element clips ${await clipped(frame)} px`);
  }
  check(await until(async () => !(await page.locator('dateline-embed a').isVisible())), 'the link in the element stays');
  await context.close();
}

/** Without scripts a wiki has its links, and the pages their text. */
async function withoutScript() {
  const { context, open } = await world({ '/page': host(`<a href="${SITE}/${chosen[0]}">See</a>`, script) }, { javaScriptEnabled: false });
  const page = await open(`${WIKI}/page`);
  check(await page.locator('a').isVisible(), 'without scripts the link is gone');
  await page.goto(`${SITE}/${chosen[1]}`);
  check(await page.locator('footer').isVisible(), 'without scripts a page is not complete');
  await context.close();
}

conclude('things about embed pages', checked, complaints);
