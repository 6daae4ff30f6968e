// node screenshots.mjs DATELINE FOLDER PICTURES: the pictures of docs/embedding.md: the demonstration site in a real MediaWiki and a real
// DokuWiki, as somebody who reads there sees it. FOLDER must be new; all but the pictures goes there.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ARGUMENTS, serve } from '../browser/serve.mjs';
import { DokuWiki, MediaWiki } from './wikis.mjs';

const { chromium } = createRequire(new URL('../browser/package.json', import.meta.url))('playwright-core');
const [program, work, pictures] = process.argv.slice(2).map((path) => resolve(path));
const root = fileURLToPath(new URL('../..', import.meta.url));
const MOST = 200 * 1024; // bytes, for one picture
const site = join(work, 'site');
mkdirSync(work, { recursive: true });
mkdirSync(site);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const [server, port] = await serve(site, '/');
const place = `http://127.0.0.1:${port}/`;
await promisify(execFile)(program, ['build', root, '--out', site, '--no-cache', '--base-url', place.slice(0, -1)]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...ARGUMENTS, '--hide-scrollbars'],
});

/** A window of the height on a page of the wiki, from the heading on. */
async function picture(wiki, page, name, height, heading) {
  const tab = await browser.newPage({ viewport: { width: 1000, height } });
  await tab.goto(wiki.address(page));
  // Frames get their heights.
  await tab.waitForTimeout(1500);
  if (heading) await tab.evaluate((id) => document.getElementById(id).scrollIntoView(), heading);
  const path = join(pictures, name);
  await tab.screenshot({ path });
  await tab.close();
  const { size } = statSync(path);
  console.log(`${path}: ${Math.ceil(size / 1024)} KB`);
  if (size > MOST) throw new Error(`${path} is larger than ${MOST / 1024} KB`);
}

const text = (path) => readFileSync(join(site, 'wiki', path), 'utf8');
const script = readFileSync(join(site, 'wiki-embed.js'), 'utf8');
const about = 'Before you answer for the desk, read what is known. The numbers lead to the sentence they come from.';
const topic = `${place}embed/topic/us-troops-in-iraq.html`;
const mediawiki = new MediaWiki(work);
const dokuwiki = new DokuWiki(work);
try {
  await mediawiki.settings("$wgSitename = 'Desk';", "$wgDefaultSkin = 'vector-2022';", '$wgLogos = false;');
  await mediawiki.script(script);
  await mediawiki.put('Troops', `${about}\n\n[${topic} U.S. troops in Iraq]`);
  await mediawiki.put('Elections', `${about}\n\n${text('topic/iraqs-october-elections.mediawiki.txt')}`);
  await picture(mediawiki, 'Troops', 'mediawiki-frame.png', 760);
  await picture(mediawiki, 'Elections', 'mediawiki-text.png', 620, 'Timeline');

  await dokuwiki.settings("$conf['title'] = 'Desk';", "$conf['disableactions'] = 'register';");
  dokuwiki.script(script);
  await dokuwiki.put('troops', `====== Troops ======\n\n${about}\n\n[[${topic}|U.S. troops in Iraq]]`);
  await dokuwiki.put('kirby', `====== John Kirby ======\n\n${text('actor/john-kirby.dokuwiki.txt')}`);
  await picture(dokuwiki, 'troops', 'dokuwiki-frame.png', 760);
  await picture(dokuwiki, 'kirby', 'dokuwiki-text.png', 760);
} finally {
  await browser.close();
  mediawiki.end();
  dokuwiki.end();
  server.close();
}
