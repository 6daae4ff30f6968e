// node feeds.mjs SITE: every XML file is well-formed, and a feed reader understands every feed.
import { XMLValidator } from 'fast-xml-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Parser from 'rss-parser';
import { conclude, files } from './files.mjs';

const site = process.argv[2];
const complaints = [];
const documents = files(site, '.xml');
let feeds = 0;
for (const path of documents) {
  const text = readFileSync(join(site, path), 'utf8');
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    complaints.push(`${path}:${valid.err.line}: ${valid.err.msg}`);
    continue;
  }
  // Characters that XML 1.0 has no place for, as themselves or by number.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&#(x0*[0-8bcef]|0*[0-8]);/i.test(text))
    complaints.push(`${path}: a character that XML does not allow`);
  if (!/<(feed|rss)[\s>]/.test(text.slice(0, 2000))) continue;
  feeds += 1;
  try {
    const feed = await new Parser().parseString(text);
    if (!feed.title) complaints.push(`${path}: a feed without a title`);
    for (const item of feed.items) {
      if (!item.title || !(item.id ?? item.guid) || !(item.isoDate ?? item.pubDate))
        complaints.push(`${path}: an entry without title, id or date: ${JSON.stringify(item).slice(0, 120)}`);
    }
    const ids = feed.items.map((item) => item.id ?? item.guid);
    if (new Set(ids).size !== ids.length) complaints.push(`${path}: two entries with one id`);
  } catch (error) {
    complaints.push(`${path}: ${error.message}`);
  }
}
if (feeds === 0) complaints.push('no feed at all');
conclude('XML files', documents.length, complaints);
