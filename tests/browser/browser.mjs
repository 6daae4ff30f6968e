// node browser.mjs SITE, built for https://…/a/b: a page of each kind in a real browser, from disk, at a server's root and under a prefix; light and
// dark, wide and narrow. No message on the console, no failed request, no sideways scroll, no accessibility violation.
import axe from 'axe-core';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { conclude, files } from './files.mjs';
import { ARGUMENTS, serve } from './serve.mjs';

const site = resolve(process.argv[2]);
const pages = [
  'index.html',
  first(/^articles\/[^/]+\/index\.html$/),
  first(/^actors\/[^/]+\/index\.html$/),
  first(/^topics\/[^/]+\/index\.html$/),
  'actors/index.html',
  'topics/index.html',
  'timeline/index.html',
  'search/index.html',
  'archive/index.html',
  first(/^archive\/\d+\/.*index\.html$/),
  'method/index.html',
  '404.html',
  // These stand in some sites only.
  ...[/^about\/index\.html$/, /^timeline\/\d+\/index\.html$/, /^timeline\/\d+\/\d+\/index\.html$/,
    /^actors\/[^/]+\/page\/2\/index\.html$/, /^topics\/[^/]+\/page\/2\/index\.html$/].map((pattern) => largest(pattern)),
];
const looks = [
  { name: 'wide', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'wide dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: '390 px', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: '320 px dark', viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
];
const complaints = [];
let looked = 0;

/** The largest page of a kind: it has most that can go wrong. */
function largest(pattern) {
  const all = files(site).filter((path) => pattern.test(path));
  return all.sort((a, b) => statSync(join(site, b)).size - statSync(join(site, a)).size)[0];
}

function first(pattern) {
  const page = largest(pattern);
  if (!page) complaints.push(`no page like ${pattern}`);
  return page;
}

async function look(context, where, url, name, { measure }) {
  looked += 1;
  const page = await context.newPage();
  const complain = (text) => complaints.push(`${where}: ${name}: ${text}`);
  page.on('console', (message) => complain(`console: ${message.text()}`));
  page.on('pageerror', (error) => complain(`script: ${error.message}`));
  page.on('requestfailed', (request) => complain(`failed: ${request.url()}`));
  page.on('response', (response) => response.status() >= 400 && complain(`${response.status()}: ${response.url()}`));
  await page.goto(url, { waitUntil: 'load' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) complain(`scrolls sideways by ${wide} px`);
  if (measure) {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    for (const violation of violations)
      for (const node of violation.nodes.slice(0, 5))
        complain(`${violation.id}: ${violation.help}: ${node.target.join(' ')}`);
  }
  await page.close();
}

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({
  executablePath,
  args: ARGUMENTS,
});
const [root, rootPort] = await serve(site, '/');
const [prefixed, prefixedPort] = await serve(site, '/a/b/');
const places = [
  ['from disk', (path) => pathToFileURL(join(site, path)).href, false],
  ['at the root', (path) => `http://127.0.0.1:${rootPort}/${path.replace(/index\.html$/, '')}`, false],
  ['under /a/b/', (path) => `http://127.0.0.1:${prefixedPort}/a/b/${path.replace(/index\.html$/, '')}`, true],
];
try {
  for (const { name, ...options } of looks) {
    const context = await browser.newContext(options);
    // Where it stands makes no difference to its width and colours: all looks under a prefix, one look elsewhere.
    for (const [place, address, measure] of places.filter(([, , all]) => all || name === 'wide'))
      // The page for missing addresses is shown at any depth, so it names the address the site was built for.
      for (const path of pages.filter((path) => path && (path !== '404.html' || place === 'under /a/b/')))
        await look(context, `${place}, ${name}`, address(path), path, { measure });
    await context.close();
  }
} finally {
  await browser.close();
  root.close();
  prefixed.close();
}
conclude('pages in a browser', looked, complaints);
