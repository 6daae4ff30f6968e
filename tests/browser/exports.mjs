// node exports.mjs SITE [DOCS]: the files for other programs, read by programs that are not ours where there are some:
// JSON by its schema, calendars and tables by parsers; TimelineJS, FollowTheMoney and JSON-LD by the rules of their
// documents, written down here.
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse as csv } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ical from 'node-ical';
import { conclude, files } from './files.mjs';

const [site, docs = join(import.meta.dirname, '../../docs')] = process.argv.slice(2);
const complaints = [];
let checked = 0;
const text = (path) => readFileSync(join(site, path), 'utf8');
const complain = (path, what) => complaints.push(`${path}: ${what}`);

// index.json, by docs/site.schema.json; positions hold the words that they name.
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
ajv.addSchema(JSON.parse(readFileSync(join(docs, 'metadata.schema.json'), 'utf8')));
const validate = ajv.compile(JSON.parse(readFileSync(join(docs, 'site.schema.json'), 'utf8')));
for (const path of files(site, 'index.json')) {
  checked += 1;
  const document = JSON.parse(text(path));
  if (!validate(document)) {
    const errors = validate.errors.filter((error) => !/oneOf|const/.test(error.keyword)).slice(0, 3);
    for (const error of errors) complain(path, `${error.instancePath} ${error.message}`);
  }
  for (const row of [document, ...(document.articles ?? []), ...(document.actors ?? []), ...(document.topics ?? [])])
    if (row.url && !existsSync(join(site, dirname(path), row.url))) complain(path, `\`${row.url}\` leads nowhere`);
  if (document.kind === 'article') positions(path, document);
}

function positions(path, { text, metadata }) {
  if (createHash('sha256').update(text).digest('hex') !== metadata.source.textSha256) complain(path, 'not the digest of its text');
  const points = Array.from(text);
  const look = (value) => {
    if (value === null || typeof value !== 'object') return;
    if ('exact' in value && points.slice(value.start, value.end).join('') !== value.exact)
      complain(path, `\`${value.exact}\` does not stand at ${value.start}`);
    Object.values(value).forEach(look);
  };
  look(metadata);
}

// events.ics: RFC 5545.
for (const path of files(site, '.ics')) {
  checked += 1;
  const source = text(path);
  const lines = source.split('\r\n');
  if (lines.some((line) => Buffer.byteLength(line) > 75)) complain(path, 'a line is longer than 75 bytes');
  if (/[^\r]\n/.test(source) || !source.endsWith('\r\n')) complain(path, 'a line does not end in CR LF');
  const events = Object.values(ical.sync.parseICS(source)).filter((part) => part.type === 'VEVENT');
  const begun = lines.filter((line) => line === 'BEGIN:VEVENT').length;
  if (events.length !== begun || begun === 0) complain(path, `${begun} events are written, ${events.length} are read`);
  for (const { uid, summary, start, end, dtstamp, datetype } of events) {
    if (!uid || !summary || !dtstamp) complain(path, `${uid}: no id, summary or stamp`);
    if (datetype !== 'date') complain(path, `${uid}: not a whole day`);
    if (!(end > start)) complain(path, `${uid}: does not end after its start`);
  }
}

// events.csv: RFC 4180, and no cell that a spreadsheet takes for a formula.
const STATUS = ['occurred', 'scheduled', 'expected', 'was-due', 'claimed', 'denied', 'cancelled'];
for (const path of files(site, '.csv')) {
  checked += 1;
  const rows = csv(text(path), { columns: true, record_delimiter: '\r\n' });
  if (rows.length === 0) complain(path, 'no row');
  for (const row of rows) {
    if (!/^e-[0-9a-f]{8}/.test(row.id) || !STATUS.includes(row.status) || !row.event) complain(path, `bad row ${row.id}`);
    for (const key of ['start', 'end'])
      if (!/^(\d{4}(-\d\d){0,2})?$/.test(row[key])) complain(path, `${row.id}: ${key} \`${row[key]}\` is no ISO date`);
    for (const cell of Object.values(row)) if (/^[=+\-@\t\r]/.test(cell)) complain(path, `\`${cell}\` is a formula`);
  }
}

// timeline.json, by the rules of https://timeline.knightlab.com/docs/json-format.html.
for (const path of files(site, 'timeline.json')) {
  checked += 1;
  const { events, title, scale } = JSON.parse(text(path));
  if (!Array.isArray(events) || events.length === 0 || !title?.text?.headline || scale !== 'human') complain(path, 'not a timeline');
  const ids = events.map((event) => event.unique_id);
  if (new Set(ids).size !== ids.length) complain(path, 'an id stands twice');
  for (const { unique_id, start_date, end_date, text } of events) {
    if (!start_date || !text?.headline) complain(path, `${unique_id}: no date or no headline`);
    if (JSON.stringify(start_date) === JSON.stringify(end_date)) complain(path, `${unique_id}: ends where it starts`);
    for (const date of [start_date, end_date].filter(Boolean)) {
      const { year, month = 1, day = 1 } = date;
      const real = new Date(Date.UTC(year, month - 1, day));
      if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) complain(path, `${unique_id}: no such day`);
    }
    if (/<(?!\/?a[ >]|br>)/.test(`${text.headline}${text.text ?? ''}`)) complain(path, `${unique_id}: markup that is not ours`);
  }
}

// entities.ftm.json. The package that knows the model is heavy; these are the schemata that dateline writes, with their
// properties as the model 4.11 has them: type, and for an entity what it may be.
const thing = { name: 'name', alias: 'name', summary: 'text', description: 'text', keywords: 'string', publisher: 'string', sourceUrl: 'url', wikidataId: 'string', wikipediaUrl: 'url', proof: ['Article'] };
const interval = { startDate: 'date', endDate: 'date', date: 'date', proof: ['Article'], sourceUrl: 'url' };
const legal = ['Person', 'Organization', 'PublicBody'];
const MODEL = {
  Article: { needs: ['name', 'fileName'], has: { ...thing, title: 'string', author: 'string', fileName: 'string', publishedAt: 'date' } },
  Person: { needs: ['name'], has: thing },
  Organization: { needs: ['name'], has: thing },
  PublicBody: { needs: ['name'], has: thing },
  Position: { needs: ['name'], has: thing },
  Occupancy: { needs: ['holder', 'post'], has: { ...interval, holder: ['Person'], post: ['Position'] } },
  Mention: { needs: ['document', 'name'], has: { document: ['Article'], name: 'name', resolved: legal, detectedSchema: 'string' } },
  Note: { needs: ['name'], has: { ...thing, entity: legal } },
  Event: { needs: ['name'], has: { ...thing, ...interval, location: 'string', involved: legal } },
};
for (const path of files(site, '.ftm.json')) {
  checked += 1;
  const entities = text(path).trimEnd().split('\n').map((line) => JSON.parse(line));
  const kinds = new Map(entities.map(({ id, schema }) => [id, schema]));
  if (kinds.size !== entities.length) complain(path, 'an id stands twice');
  for (const { id, schema, properties } of entities) {
    const model = MODEL[schema];
    if (!model) complain(path, `${id}: unknown schema ${schema}`);
    for (const name of model?.needs ?? []) if (!properties[name]?.length) complain(path, `${id}: no ${name}`);
    for (const [name, values] of Object.entries(properties)) {
      const type = model?.has[name];
      if (!type) complain(path, `${id}: ${schema} has no ${name}`);
      for (const value of values) {
        if (Array.isArray(type) && !type.includes(kinds.get(value))) complain(path, `${id}: ${name} ${value} is not there, or no ${type}`);
        if (type === 'date' && !/^\d{4}(-\d\d){0,2}$/.test(value)) complain(path, `${id}: ${name} \`${value}\` is no date`);
        if (type === 'url' && !/^https?:\/\//.test(value)) complain(path, `${id}: ${name} \`${value}\` is no address`);
      }
    }
  }
}

// JSON-LD: types and properties of schema.org as pages use them.
const VOCABULARY = {
  WebSite: ['url', 'name', 'inLanguage'],
  NewsArticle: ['headline', 'datePublished', 'dateline', 'locationCreated', 'author', 'publisher', 'inLanguage', 'isBasedOn', 'image', 'about', 'mentions'],
  Person: ['name', 'alternateName', 'sameAs', 'image', 'hasOccupation'],
  Organization: ['name', 'alternateName', 'sameAs', 'image'],
  GovernmentOrganization: ['name', 'alternateName', 'sameAs', 'image'],
  Country: ['name', 'alternateName', 'sameAs', 'image'],
  Place: ['name', 'alternateName', 'sameAs', 'image'],
  Role: ['roleName', 'subjectOf'],
  DefinedTerm: ['name', 'description'],
  Quotation: ['identifier', 'text', 'creator', 'isPartOf'],
  Event: ['identifier', 'name', 'startDate', 'endDate', 'eventStatus', 'location', 'subjectOf'],
  ItemList: ['name', 'numberOfItems', 'itemListElement'],
  BreadcrumbList: ['itemListElement'],
  ListItem: ['position', 'name', 'item'],
};
const SCRIPT = /<script type="application\/ld\+json">(.*?)<\/script>/gs;
for (const path of files(site, '.html').filter((path) => path !== '404.html' && !/^(embed|wiki)\//.test(path))) {
  const found = [...text(path).matchAll(SCRIPT)];
  if (found.length !== 1) {
    complain(path, `${found.length} pieces of JSON-LD`);
    continue;
  }
  checked += 1;
  const data = JSON.parse(found[0][1]);
  if (data['@context'] !== 'https://schema.org' || !data['@graph'].length) complain(path, 'not JSON-LD of schema.org');
  look(path, data['@graph']);
}

function look(path, value) {
  if (value === null || typeof value !== 'object') return;
  const type = value['@type'];
  if (type !== undefined) {
    if (!VOCABULARY[type]) complain(path, `unknown type ${type}`);
    for (const [name, content] of Object.entries(value).filter(([name]) => !name.startsWith('@'))) {
      if (!VOCABULARY[type]?.includes(name)) complain(path, `${type} has no ${name}`);
      if (/Date|datePublished/.test(name) && !/^\d{4}(-\d\d){0,2}$/.test(content)) complain(path, `${name} \`${content}\` is no ISO date`);
    }
    if (type === 'Event' && !value.startDate && !value.endDate) complain(path, 'an event without a date');
  } else if (!Array.isArray(value) && Object.keys(value).join() !== '@id') complain(path, `neither a type nor a reference: ${JSON.stringify(value).slice(0, 80)}`);
  Object.values(value).forEach((inner) => look(path, inner));
}

for (const ending of ['index.json', '.ics', '.csv', 'timeline.json', '.ftm.json', 'llms.txt', 'index.md'])
  if (files(site, ending).length === 0) complaints.push(`no ${ending} at all`);
conclude('files for programs', checked, complaints);
