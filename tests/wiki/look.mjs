// What a reader of a wiki's page sees, where its links lead, and what it does that it should not.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Text as it is compared: white space is one space; marks that only say how to break a line or to order letters are none. */
export function plain(text) {
  return text.normalize('NFC').replace(/[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();
}

/** A page in a tab of its own. What it does behind the reader's back is noted: scripts, dialogs, requests to strangers. */
export async function open(context, url, hosts) {
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !/favicon/.test(response.url())) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') && !hosts.includes(host)) faults.push(`asks ${host}`);
  });
  await page.goto(url, { waitUntil: 'load' });
  return { page, faults };
}

/** What there is to see in an element: its text, its links, and elements that no briefing needs. */
export function seen(frame, selector, additions = '') {
  return frame.locator(selector).first().evaluate((element, { additions }) => {
    const ours = (one) => !additions || !one.closest(additions);
    const all = [...element.querySelectorAll('*')].filter(ours);
    return {
      text: element.innerText,
      links: all.filter((one) => one.localName === 'a' && one.hasAttribute('href')).map((one) => one.href),
      odd: all.filter((one) => ['script', 'iframe', 'object', 'embed', 'form', 'input', 'button', 'img', 'video', 'audio', 'abbr',
        'acronym', 'del', 'font', 'svg', 'base', 'meta', 'link', 'style'].includes(one.localName)
        || [...one.attributes].some(({ name }) => name.startsWith('on'))).map((one) => one.outerHTML.slice(0, 120)),
      ran: 'ran' in window,
    };
  }, { additions });
}

/** The strings that do not stand in a text. */
export function missing(text, strings) {
  const all = plain(text);
  return strings.filter((one) => !all.includes(plain(one)));
}

/** Links that lead to no page or no place of the site. `place` is an address of the site, `site` its folder, `own` what articles link. */
export function astray(links, place, site, own = 'https://example.org/') {
  return [...new Set(links)].filter((link) => {
    if (link.startsWith(own)) return false;
    if (!link.startsWith(place)) return true;
    const { pathname, hash } = new URL(link);
    const path = decodeURIComponent(pathname.slice(new URL(place).pathname.length));
    try {
      const file = join(site, path === '' || path.endsWith('/') ? `${path}index.html` : path);
      const id = decodeURIComponent(hash.slice(1).split(':~:')[0]);
      return id !== '' && !ids(readFileSync(file, 'utf8')).has(id);
    } catch {
      return true;
    }
  });
}

function ids(html) {
  return new Set([...html.matchAll(/\sid="?([^"\s>]+)/g)].map(([, id]) => id));
}

/** Clicks a link and gives the page that it leads to, in the same tab or another one. */
async function clicked(context, page, link) {
  // A click that comes right after a scroll may go to the place where the frame was.
  for (let tries = 0; tries < 4; tries += 1) {
    const timeout = 3000;
    const opened = context.waitForEvent('page', { timeout }).catch(() => null);
    const moved = page.waitForNavigation({ timeout }).then(() => page, () => null);
    await link.click();
    const reached = (await Promise.race([opened, moved])) ?? (await opened) ?? (await moved);
    if (reached) return reached;
  }
  return null;
}

/** Follows the link to the sentence with the highest number, in a page or a frame; says what is wrong with where it leads. */
export async function follow(context, page, frame, selector) {
  const links = await frame.locator(`${selector} a[href*="#s"]`).evaluateAll((all) => all.map((one) => one.href));
  const number = (link) => Number(/#s(\d+)/.exec(link)?.[1] ?? 0);
  const best = links.reduce((best, link, at) => (number(link) > number(links[best]) ? at : best), 0);
  if (!number(links[best] ?? '')) return 'no link leads to a sentence';
  const reached = await clicked(context, page, frame.locator(`${selector} a[href*="#s"]`).nth(best));
  if (!reached) return `${links[best]} leads nowhere`;
  await reached.waitForLoadState('load');
  const look = () => reached.evaluate((id) => {
    const sentence = document.getElementById(id);
    const top = sentence?.getBoundingClientRect().top;
    // Of an address with a text to look for, the target is the element around that.
    const there = sentence?.contains(document.querySelector(':target'));
    return { there, top: Math.round(top), seen: top >= 0 && top < innerHeight, scrolled: scrollY > 0 };
  }, `s${number(links[best])}`);
  // The browser may scroll in steps.
  let place = await look();
  for (let tries = 0; tries < 20 && !(place.there && place.seen); tries += 1) {
    await reached.waitForTimeout(100);
    place = await look();
  }
  const says = `${links[best]} leads to ${reached.url()}`;
  if (reached !== page) await reached.close();
  if (!place.there) return `${says}, not to the sentence`;
  if (!place.seen) return `${says}, and the sentence stands at ${place.top} px`;
  if (!place.scrolled) return `${says}, which did not scroll`;
  return null;
}

/** The strings that do not stand in the page when it is printed on this paper. `folder` is for files. */
export async function unprinted(page, strings, folder, paper) {
  const file = join(folder, `print-${randomUUID()}.pdf`);
  // Some wikis print the address behind each link, in the middle of a sentence.
  const style = await page.addStyleTag({ content: '@media print { a::after { content: none !important } }' });
  await page.pdf({ path: file, ...paper });
  await style.evaluate((element) => element.remove());
  const { stdout } = await run('pdftotext', ['-q', '-raw', file, '-'], { maxBuffer: 1 << 24 });
  rmSync(file);
  const all = unspaced(stdout);
  // What runs from right to left, or is made to, is in a PDF in the order of the page, letter by letter.
  return strings.filter((one) => !/[\u0590-\u08ff\u202d\u202e]/.test(one) && !all.includes(unspaced(one)));
}

/** Text without white space, for lines are broken anywhere in print, and without what only some machines have a font for. */
function unspaced(text) {
  return plain(text).normalize('NFKC').replace(/[\s\u2e80-\uffff]/g, '');
}

/** Frames that show less than they hold, or are wider than their place. */
export async function clipped(page) {
  const found = [];
  for (const element of await page.$$('iframe')) {
    // A browser lays a frame out anew when the reader comes near it.
    await element.scrollIntoViewIfNeeded();
    const frame = await element.contentFrame();
    const { below, beside } = await frame.evaluate(() => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
      return { below: scrollHeight - clientHeight, beside: scrollWidth - clientWidth };
    });
    const out = await element.evaluate((one) => one.getBoundingClientRect().right - one.parentElement.getBoundingClientRect().right);
    if (below > 0) found.push(`${frame.url()}: ${below} px below the end of its frame`);
    if (beside > 0) found.push(`${frame.url()}: ${beside} px beside its frame`);
    if (out > 1) found.push(`${frame.url()}: its frame is ${out} px wider than its place`);
  }
  return found;
}
