// node browser.mjs SITE, built for https://…/a/b: a page of each kind in a real browser, from disk, at a server's root and under a prefix; light and
// dark, wide and narrow. No message on the console, no failed request, no sideways scroll, no accessibility violation.
import axe from 'axe-core';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { conclude, files } from './files.mjs';

const site = resolve(process.argv[2]);
const pages = [
  'index.html',
  first(/^articles\/[^/]+\/index\.html$/),
  first(/^actors\/[^/]+\/index\.html$/),
  first(/^topics\/[^/]+\/index\.html$/),
  'actors/index.html',
  'topics/index.html',
  'timeline/index.html',
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

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.xml': 'application/xml', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8', '.ico': 'image/x-icon',
};

/** Serves the site under a prefix, and nothing else. */
function serve(prefix) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    let file = path.startsWith(prefix) ? join(site, path.slice(prefix.length)) : '';
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    // A browser asks for this one by itself.
    if (path === '/favicon.ico' && !existsSync(file)) return response.writeHead(204).end();
    if (!file.startsWith(site) || !existsSync(file)) return response.writeHead(404).end('not found');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done([server, server.address().port])));
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
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
    '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'],
});
const [root, rootPort] = await serve('/');
const [prefixed, prefixedPort] = await serve('/a/b/');
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
