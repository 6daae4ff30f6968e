// node links.mjs SITE: every internal link leads to a file of the site, every fragment to an id, no id stands twice, and
// no page asks another server for anything.
import { Parser } from 'htmlparser2';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { conclude, files } from './files.mjs';

const site = process.argv[2];
const all = new Set(files(site));
const pages = [...all].filter((path) => path.endsWith('.html'));
const ASKED = { link: 'href', script: 'src', img: 'src', iframe: 'src', source: 'src', audio: 'src', video: 'src' };
const complaints = [];
const ids = new Map();
const links = [];

for (const page of pages) {
  const own = new Set();
  const base = { href: '' };
  new Parser({
    onopentag(name, attributes) {
      if (name === 'base') base.href = attributes.href ?? '';
      if (attributes.id !== undefined) {
        if (own.has(attributes.id)) complaints.push(`${page}: id \`${attributes.id}\` stands twice`);
        own.add(attributes.id);
      }
      for (const key of ['href', 'src', 'poster', 'data', 'action']) {
        const target = attributes[key];
        if (target === undefined) continue;
        const asked = ASKED[name] === key && !(name === 'link' && /canonical|alternate/.test(attributes.rel ?? ''));
        links.push({ page, target: target.trim(), asked, base });
      }
      for (const part of (attributes.srcset ?? '').split(',').filter((part) => part.trim()))
        links.push({ page, target: part.trim().split(/\s+/)[0], asked: true, base });
    },
  }).end(readFileSync(join(site, page), 'utf8'));
  ids.set(page, own);
}

for (const { page, target, asked, base } of links) {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) {
    if (asked && !target.startsWith('data:')) complaints.push(`${page}: asks another server: ${target}`);
    continue;
  }
  if (target.startsWith('/')) {
    // Served at any depth, the page for missing addresses cannot know where it stands.
    if (page !== '404.html') complaints.push(`${page}: \`${target}\` works at the root of a server only`);
    continue;
  }
  const [address, fragment] = split(target);
  const from = posix.join(posix.dirname(page), base.href.startsWith('/') ? '.' : base.href);
  let path = address === '' ? page : posix.normalize(posix.join(from, decodeURIComponent(address)));
  if (path.endsWith('/') || path === '.') path = posix.join(path, 'index.html');
  if (path.startsWith('..')) complaints.push(`${page}: \`${target}\` leads out of the site`);
  else if (!all.has(path)) complaints.push(`${page}: \`${target}\` leads nowhere`);
  else if (fragment && ids.has(path) && !ids.get(path).has(fragment))
    complaints.push(`${page}: \`${target}\`: no id \`${fragment}\` there`);
}
conclude('links', links.length, complaints);

/** Address without its query, and the id that the fragment names; the text directive (`:~:text=`) is no part of it. */
function split(target) {
  const [before, ...rest] = target.split('#');
  const fragment = rest.join('#').split(':~:')[0];
  return [before.split('?')[0], decodeURIComponent(fragment)];
}
