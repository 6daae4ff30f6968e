// node screenshots.mjs SITE FOLDER: the pictures of the README, taken of the built demonstration site in a real browser.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [site, folder] = process.argv.slice(2).map((path) => resolve(path));
const WIDTH = 1280;
const MOST = 300 * 1024; // bytes, for one picture
// The top of a page, or one part of it in the page's width.
const pictures = [
  { name: 'article.png', page: 'articles/kirby-on-the-technical-talks/index.html', part: 'body', height: 1240 },
  { name: 'topic.png', page: 'topics/iraqs-october-elections/index.html', part: '#y2021' },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
    '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage', '--hide-scrollbars'],
});
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: 'light' });
  for (const { name, page: path, part, height } of pictures) {
    await page.goto(pathToFileURL(join(site, path)).href);
    const box = await page.locator(part).boundingBox();
    const file = join(folder, name);
    const clip = { x: 0, y: Math.floor(box.y), width: WIDTH, height: height ?? Math.floor(box.height) };
    await page.screenshot({ path: file, fullPage: true, clip });
    const { size } = statSync(file);
    console.log(`${file}: ${Math.ceil(size / 1024)} KB`);
    if (size > MOST) throw new Error(`${file} is larger than ${MOST / 1024} KB`);
  }
} finally {
  await browser.close();
}
