// node timeline.mjs SITE, built for https://…/a/b: the timeline in a real browser, by keyboard and by filter; without a script, in print, in a frame;
// nothing moves while a page loads, nothing is asked of another host, nothing stands on the console.
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { conclude, files } from './files.mjs';
import { ARGUMENTS, serve } from './serve.mjs';

const site = resolve(process.argv[2]);
const complaints = [];
let checked = 0;
const check = (holds, text) => {
  checked += 1;
  if (!holds) complaints.push(text);
};
const largest = (pattern) => files(site, '.html').filter((path) => pattern.test(path))
  .sort((a, b) => statSync(join(site, b)).size - statSync(join(site, a)).size)[0];
const path = largest(/^topics\/[^/]+\/index\.html$/);
const weight = (file) => gzipSync(readFileSync(join(site, file))).length;
check(weight('dateline.css') <= 12 * 1024, `the stylesheet has ${weight('dateline.css')} bytes, packed`);
check(weight('dateline.js') <= 8 * 1024, `the script has ${weight('dateline.js')} bytes, packed`);
const article = largest(/^articles\/[^/]+\/index\.html$/);
check(weight(article) + weight('dateline.css') <= 30 * 1024, `${article} has more than 30 KB with all it needs`);

// Nothing inline is allowed, and nothing from elsewhere.
const [server, port] = await serve(site, '/a/b/', { 'content-security-policy': "default-src 'self'; img-src 'self' data:" });
const host = `http://127.0.0.1:${port}/a/b`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ARGUMENTS,
});

/** A page that complains about what it must not do. */
async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(`${address}: console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${address}: script: ${error.message}`));
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(host)) complaints.push(`${address}: asks ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address, { waitUntil: 'load' });
  return { page, close: () => context.close() };
}
const shown = (page) => page.locator('.event:visible').count();
const query = (page) => page.evaluate(() => location.search);

async function filters(address, keepsAddress) {
  const { page, close } = await open(address);
  const total = await page.locator('.event').count();
  check(total >= 8 && (await shown(page)) === total, `${address}: everything is shown at first`);
  check(await page.locator('.filters').isVisible(), `${address}: the filters are in sight`);
  const said = await page.locator('.filters output').textContent();
  await page.locator('select[name=actor]').selectOption({ index: 1 });
  const some = await shown(page);
  check(some > 0 && some < total, `${address}: an actor leaves ${some} of ${total}`);
  check((await page.locator('.filters output').textContent()) !== said, `${address}: the number is said`);
  check((await page.locator('section.year:visible').count()) === (await page.locator('section.year:has(.event:not(.off))').count()),
    `${address}: years without events are folded`);
  check((await page.locator('.jump a:visible').count()) === (await page.locator('section.year:visible').count()),
    `${address}: links lead to the years that are left`);
  if (keepsAddress) {
    check(/^\?actor=[\w-]+$/.test(await query(page)), `${address}: the address is ${await query(page)}`);
    await page.reload();
    check((await shown(page)) === some, `${address}: what was chosen outlives a reload`);
  }
  const pdf = await page.evaluate(() => document.querySelectorAll('.event').length);
  await page.emulateMedia({ media: 'print' });
  check((await shown(page)) === pdf, `${address}: print shows all, whatever is chosen`);
  check(!(await page.locator('.filters').isVisible()), `${address}: print has no filters`);
  await page.emulateMedia({ media: 'screen' });
  await page.locator('.filters button').click();
  check((await shown(page)) === total && (await query(page)) === '', `${address}: everything is shown again`);
  const box = page.locator('input[name=status]').last();
  await box.check();
  check((await shown(page)) < total, `${address}: a status narrows`);
  if (keepsAddress) check((await query(page)).startsWith('?status='), `${address}: the status is in the address`);
  const hidden = await page.evaluate(() => document.querySelector('.event.off').id);
  await page.evaluate((id) => { location.hash = id; }, hidden);
  await page.waitForTimeout(100);
  check(await page.locator(`#${hidden}`).isVisible(), `${address}: a link to a hidden event shows it`);
  await close();
}

async function keys() {
  const address = `${host}/${path}`;
  const { page, close } = await open(address);
  const focused = () => page.evaluate(() => document.activeElement.id);
  const ids = await page.evaluate(() => [...document.querySelectorAll('.event')].map((event) => event.id));
  check(/j.*k/s.test(await page.locator('.keys').textContent()), 'the keys are listed on the page');
  await page.locator('.year').first().scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  for (const [key, expected] of [['j', ids[0]], ['j', ids[1]], ['j', ids[2]], ['k', ids[1]]]) {
    await page.keyboard.press(key);
    check((await focused()) === expected, `key ${key} leads to ${await focused()}, not ${expected}`);
  }
  const inSight = await page.evaluate(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  check(inSight, 'an event that a key leads to is in sight');
  await page.keyboard.press('Tab');
  check(await page.evaluate((id) => document.activeElement.matches(`#${id} a`), ids[1]), 'Tab goes on to its links');
  for (const key of ['Control+j', 'Alt+j', 'Meta+j']) await page.keyboard.press(key);
  check(await page.evaluate((id) => document.activeElement.matches(`#${id} a`), ids[1]), 'keys with others do nothing');
  await page.locator('select[name=actor]').focus();
  await page.keyboard.press('j');
  check(await page.evaluate(() => document.activeElement.matches('select')), 'keys do nothing where one chooses');
  await page.locator('[name=keys]').uncheck();
  await page.keyboard.press('j');
  check(await page.evaluate(() => document.activeElement.matches('input')), 'keys can be switched off');
  // From the first control to the first event, by Tab alone.
  await page.locator('select[name=actor]').focus();
  const passed = [];
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    passed.push(await page.evaluate(() => document.activeElement.name || document.activeElement.type || 'link'));
  }
  check(passed.includes('status') && passed.includes('keys') && passed.includes('link'), `Tab passes ${passed}`);
  await close();
}

async function without(address) {
  const { page, close } = await open(address, { javaScriptEnabled: false });
  const total = await page.locator('.event').count();
  check((await shown(page)) === total, `${address}: all is there without a script`);
  check(!(await page.locator('.filters').isVisible()), `${address}: nothing dead is shown without a script`);
  await close();
}

async function steady(address) {
  for (const width of [1280, 390]) {
    const { page, close } = await open(address, { viewport: { width, height: 900 } });
    await page.waitForTimeout(150);
    const moved = await page.evaluate(() => window.moved);
    check(moved === 0, `${address}: moves by ${moved} at ${width} px`);
    await close();
  }
}

async function printed(address) {
  const { page, close } = await open(address);
  await page.emulateMedia({ media: 'print' });
  const lost = await page.locator('.s, .event, .quote, .teaser').evaluateAll((parts) =>
    parts.filter((part) => part.getClientRects().length === 0).map((part) => part.textContent.trim().slice(0, 60)));
  check(lost.length === 0, `${address}: not in print: ${lost.join(' | ')}`);
  const pdf = await page.pdf({ format: 'A4' });
  check(pdf.length > 20_000, `${address}: the print has ${pdf.length} bytes`);
  await close();
}

try {
  await filters(`${host}/${path}`, true);
  await filters(pathToFileURL(join(site, path)).href, false);
  await keys();
  await without(`${host}/${path}`);
  await without(pathToFileURL(join(site, path)).href);
  const kinds = ['index.html', article, largest(/^actors\/[^/]+\/index\.html$/), path, 'timeline/index.html',
    'actors/index.html', 'archive/index.html', '404.html', 'method/index.html'];
  for (const kind of kinds) {
    await steady(`${host}/${kind}`);
    await printed(`${host}/${kind}`);
  }
  const { page, close } = await open(`${host}/404.html`);
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    Object.assign(frame, { src, width: 700, height: 500 });
    document.body.replaceChildren(frame);
  }, `${host}/${path}`);
  const frame = page.frameLocator('iframe');
  await frame.locator('select[name=actor]').selectOption({ index: 1 });
  check((await frame.locator('.event.off').count()) > 0, 'filters work in a frame');
  await close();
} finally {
  await browser.close();
  server.close();
}
conclude('matters of the timeline', checked, complaints);
