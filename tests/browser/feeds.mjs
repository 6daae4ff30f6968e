// node feeds.mjs SITE: every XML file is well-formed, a feed reader understands every feed, and each has what its format
// demands of it.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Parser from 'rss-parser';
import { conclude, files } from './files.mjs';

const site = process.argv[2];
const complaints = [];
// `embed.mjs` reads the others.
const documents = files(site, '.xml').filter((path) => !path.endsWith('/oembed.xml') && !path.startsWith('wiki/'));
const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => ['entry', 'item', 'link'].includes(name) });
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/;
const text = (value) => (typeof value === 'object' ? value?.['#text'] : value);

/** RFC 4287, 4.1: what a feed and each of its entries must have, once each. */
function atom(path, { feed }) {
  for (const [what, element] of [['feed', feed], ...(feed.entry ?? []).map((entry, at) => [`entry ${at + 1}`, entry])]) {
    for (const name of ['id', 'title', 'updated']) {
      const value = element[name];
      if (value === undefined || Array.isArray(value) || text(value) === '')
        complaints.push(`${path}: ${what}: there must be one <${name}>`);
    }
    if (!INSTANT.test(text(element.updated) ?? '')) complaints.push(`${path}: ${what}: <updated> is no instant`);
    if (!element.link?.some((link) => link['@_rel'] === 'alternate')) complaints.push(`${path}: ${what}: no page`);
  }
  if (!feed.link?.some((link) => link['@_rel'] === 'self')) complaints.push(`${path}: no <link rel="self">`);
  if (!feed.author?.name) complaints.push(`${path}: no author`);
}

/** RSS 2.0: what a channel must have; dates as in RFC 822; each item has a name that is no address. */
function rss(path, { rss: { channel } }) {
  for (const name of ['title', 'link', 'description'])
    if (channel[name] === undefined) complaints.push(`${path}: no <${name}>`);
  for (const item of channel.item ?? []) {
    if (item.guid === undefined) complaints.push(`${path}: an item without a guid`);
    if (item.pubDate !== undefined && Number.isNaN(Date.parse(item.pubDate)))
      complaints.push(`${path}: \`${item.pubDate}\` is no date`);
  }
}
let feeds = 0;
for (const path of documents) {
  const source = readFileSync(join(site, path), 'utf8');
  const valid = XMLValidator.validate(source);
  if (valid !== true) {
    complaints.push(`${path}:${valid.err.line}: ${valid.err.msg}`);
    continue;
  }
  // Characters that XML 1.0 has no place for, as themselves or by number.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&#(x0*[0-8bcef]|0*[0-8]);/i.test(source))
    complaints.push(`${path}: a character that XML does not allow`);
  if (!/<(feed|rss)[\s>]/.test(source.slice(0, 2000))) continue;
  feeds += 1;
  try {
    const form = parser.parse(source);
    if (form.feed) atom(path, form);
    else rss(path, form);
    const feed = await new Parser().parseString(source);
    if (!feed.title) complaints.push(`${path}: a feed without a title`);
    for (const item of feed.items) {
      if (!item.title || !(item.id ?? item.guid))
        complaints.push(`${path}: an entry without title or id: ${JSON.stringify(item).slice(0, 120)}`);
    }
    const ids = feed.items.map((item) => item.id ?? item.guid);
    if (new Set(ids).size !== ids.length) complaints.push(`${path}: two entries with one id`);
  } catch (error) {
    complaints.push(`${path}: ${error.message}`);
  }
}
for (const path of files(join(site, 'feeds'), '.json')) {
  feeds += 1;
  documents.push(path);
  const feed = JSON.parse(readFileSync(join(site, 'feeds', path), 'utf8'));
  if (feed.version !== 'https://jsonfeed.org/version/1.1') complaints.push(`${path}: not JSON Feed 1.1`);
  if (typeof feed.title !== 'string' || !Array.isArray(feed.items)) complaints.push(`${path}: no title or no items`);
  for (const item of feed.items ?? []) {
    if (typeof item.id !== 'string' || (item.content_text ?? item.content_html) === undefined)
      complaints.push(`${path}: an item without id or content`);
    if (item.date_published !== undefined && !INSTANT.test(item.date_published))
      complaints.push(`${path}: \`${item.date_published}\` is no instant`);
  }
  if (new Set(feed.items.map(({ id }) => id)).size !== feed.items.length) complaints.push(`${path}: two items with one id`);
}
if (feeds === 0) complaints.push('no feed at all');
conclude('XML files and feeds', documents.length, complaints);
