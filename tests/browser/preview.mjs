// node preview.mjs DATELINE SITE: the preview of a copy of a site in a real browser. Edits on disk change the page in place, errors stand above the
// last good state and go when they are mended, style sheets are exchanged, and the inspector shows what was read.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { conclude } from './files.mjs';

const [program, from] = process.argv.slice(2).map((path) => resolve(path));
const site = mkdtempSync(join(tmpdir(), 'dateline-serve-'));
cpSync(join(from, 'content'), join(site, 'content'), { recursive: true });
cpSync(join(from, 'dateline.toml'), join(site, 'dateline.toml'));
const sentences = Array.from({ length: 120 }, (_, at) => `Paragraph ${at} of the council of Tern Bay says that nothing happened in part ${at}.`);
const article = join(site, 'content/articles/preview-check.txt');
const write = (text) => writeFileSync(article, `date 2021-04-14\n\nA long report\n\n${text.join('\n\n')}\n`);
write(sentences);

const complaints = [];
let checked = 0;
const check = (holds, what) => {
  checked += 1;
  if (!holds) complaints.push(what);
};

/** Starts the preview and gives its address and a way to end it. */
function preview(...more) {
  const child = spawn(program, ['serve', site, '--no-cache', ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((done, fail) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
      const url = /serving at (http:\/\/\S+)/.exec(said)?.[1];
      if (url) done({ url, stop: () => new Promise((ended) => { child.on('exit', ended); child.kill(); }) });
    });
    child.on('exit', () => fail(new Error(said)));
  });
}

let running = await preview('--port', '0');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 } });
  const page = await context.newPage();
  const messages = [];
  page.on('pageerror', (error) => messages.push(String(error)));
  let loads = 0;
  page.on('load', () => { loads += 1; });
  await page.goto(`${running.url}articles/preview-check/`);
  // Until the page knows what the server sent, a change loads it anew.
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((entry) => entry.name.includes('/articles/')));
  await page.waitForTimeout(300);

  // In place: scroll, selection, open details, text in a field.
  await page.evaluate(() => {
    const sentence = document.getElementById('s80');
    sentence.scrollIntoView({ block: 'center', behavior: 'instant' });
    getSelection().selectAllChildren(sentence);
    const field = Object.assign(document.createElement('input'), { id: 'mine', value: 'typed' });
    document.querySelector('main').append(field);
    document.querySelector('main details')?.setAttribute('open', '');
  });
  const place = () => page.evaluate(() => ({
    top: Math.round(document.getElementById('s80').getBoundingClientRect().top), selected: getSelection().toString(),
    field: document.getElementById('mine')?.value, open: document.querySelector('main details')?.open,
  }));
  const before = await place();
  write(['A new first paragraph.', ...sentences.slice(0, 100), 'A changed hundredth paragraph.', ...sentences.slice(101)]);
  await page.waitForFunction(() => document.body.textContent.includes('A changed hundredth paragraph.'));
  check(await page.evaluate(() => document.body.textContent.includes('A new first paragraph.')), 'the first paragraph is there too');
  write(sentences);
  await page.waitForFunction(() => !document.body.textContent.includes('A changed hundredth paragraph.'));
  const after = await place();
  check(loads === 1, `an edit loads the page ${loads - 1} times`);
  check(Math.abs(after.top - before.top) < 3, `an edit moves the page: ${before.top} -> ${after.top}`);
  check(after.selected === before.selected && before.selected !== '', `an edit takes the selection: ${after.selected}`);
  check(after.field === 'typed', 'an edit takes what was typed');
  check(after.open === before.open, 'an edit folds what was open');
  const same = await page.evaluate(async () => {
    const sent = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    document.getElementById('mine').remove();
    document.querySelector('main details')?.removeAttribute('open');
    const text = (root) => root.querySelector('main').textContent.replace(/\s+/g, ' ');
    return text(document) === text(sent);
  });
  check(same, 'after edits the page says what the server says');

  // A style sheet.
  mkdirSync(join(site, 'static'));
  const sheet = readFileSync(join(from, 'static/dateline.css'), 'utf8');
  writeFileSync(join(site, 'static/dateline.css'), `${sheet}\nbody { outline: 3px solid rgb(1, 2, 3); }\n`);
  await page.waitForFunction(() => getComputedStyle(document.body).outlineColor === 'rgb(1, 2, 3)');
  check(loads === 1, 'a style sheet is exchanged without loading the page');
  rmSync(join(site, 'static'), { recursive: true });
  await page.waitForFunction(() => getComputedStyle(document.body).outlineColor !== 'rgb(1, 2, 3)');

  // An error.
  const inside = (selector) => page.locator('dateline-preview').locator(selector);
  mkdirSync(join(site, 'templates'));
  writeFileSync(join(site, 'templates/article.html'), '<p>\n{{ no_such_thing }}');
  await inside('.failure').waitFor({ state: 'visible' });
  const failure = await inside('.failure').textContent();
  check(failure.includes('templates/article.html:2') && failure.includes('no_such_thing'), `the error says where: ${failure}`);
  check(await page.evaluate(() => document.body.textContent.includes('Paragraph 80')), 'the last good state stays');
  rmSync(join(site, 'templates'), { recursive: true });
  await inside('.failure').waitFor({ state: 'hidden' });

  // Warnings.
  writeFileSync(join(site, 'content/articles/empty.txt'), '');
  await page.waitForFunction(() => /\d+ warning/.test(document.querySelector('dateline-preview').shadowRoot.textContent));
  await inside('.bar button').first().click();
  await inside('.list article').first().waitFor();
  check((await inside('.list').textContent()).includes('empty.txt'), 'the list names the file');
  await inside('.bar button').first().click();
  rmSync(join(site, 'content/articles/empty.txt'));

  // The inspector.
  write(['“The bridge will open on 4 May 2021,” Ines Calloway said on Monday.', ...sentences]);
  await page.waitForFunction(() => document.body.textContent.includes('Ines Calloway'));
  await inside('.bar button').last().click();
  await page.waitForFunction(() => CSS.highlights.has('dateline-name') && CSS.highlights.has('dateline-quotation'));
  const [x, y] = await page.evaluate(() => {
    document.getElementById('s1').scrollIntoView({ block: 'center', behavior: 'instant' });
    const range = [...CSS.highlights.get('dateline-name')].find((one) => one.toString() === 'Ines Calloway');
    const box = range.getBoundingClientRect();
    return [box.left + 5, box.top + box.height / 2];
  });
  await page.mouse.click(x, y);
  await inside('.card').waitFor({ state: 'visible' });
  const card = await inside('.card').textContent();
  for (const words of ['name', 'person', 'confidence', 'rule', 'aliases']) check(card.includes(words), `the card says ${words}: ${card}`);
  await page.keyboard.press('Escape');
  // It follows what is typed.
  write(['“The bridge will open on 4 May 2021,” Piet Marlow said on Monday.', ...sentences]);
  await page.waitForFunction(() => [...(CSS.highlights.get('dateline-name') ?? [])].some((one) => one.toString() === 'Piet Marlow'));
  await inside('.bar button').last().click();
  await page.waitForFunction(() => !CSS.highlights.has('dateline-name'));

  // Several tabs, and a server that comes back.
  const other = await context.newPage();
  await other.goto(running.url);
  const port = new URL(running.url).port;
  await running.stop();
  write(['Written while nobody served.', ...sentences]);
  running = await preview('--port', port);
  await page.waitForFunction(() => document.body.textContent.includes('Written while nobody served.'));
  renameSync(article, join(site, 'content/articles/renamed.txt'));
  await other.waitForFunction(() => document.documentElement.innerHTML.includes('articles/renamed/'));

  // Following the edit.
  await running.stop();
  running = await preview('--port', port, '--follow');
  await other.waitForTimeout(600);
  const edited = readFileSync(join(site, 'content/articles/renamed.txt'), 'utf8');
  writeFileSync(join(site, 'content/articles/renamed.txt'), edited.replace('in part 90.', 'in part ninety.'));
  await other.waitForURL(/articles\/renamed\/#s\d+$/);
  check(messages.length === 0, `errors of the script: ${messages.join('; ')}`);
} catch (error) {
  complaints.push(error.stack);
} finally {
  await browser.close();
  await running.stop().catch(() => {});
  rmSync(site, { recursive: true, force: true });
}
conclude('properties of the preview', checked, complaints);
