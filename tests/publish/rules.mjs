// Reads `_headers` and `_redirects` of a built site by the programs that hosts use for it: Netlify's readers, and Cloudflare's
// with its server of files.
//
//   node rules.mjs SITE WORK
//
// WORK is a folder for what is made of Cloudflare's sources. MOVED below is what tests/publish/hosting.py wrote into the site.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseAllHeaders } from '@netlify/headers-parser';
import { parseAllRedirects } from '@netlify/redirect-parser';

const [site, work] = process.argv.slice(2).map((folder) => path.resolve(folder));
const here = path.dirname(fileURLToPath(import.meta.url));
const POLICY = "frame-ancestors 'self' https://wiki.example";
const TYPES = {
  'feeds/site.rss.xml': 'application/rss+xml',
  'feeds/site.json': 'application/feed+json',
  'entities.ftm.json': 'application/jsonl',
  'articles/ferry/index.md': 'text/markdown',
  'actors/ines-calloway/events.csv': 'text/csv',
  'report-20210414.txt': 'text/plain',
};
const MOVED = ['2021/04/ferry', '2021/04/ferry/', 'news/ferry.html', 'أخبار/قديم', 'أخبار/قديم/', 'people/ines+calloway'];

function expect(truth, what, more) {
  if (truth) return;
  console.error(`rules: ${what}`, more ?? '');
  process.exit(1);
}

async function netlify() {
  const headers = await parseAllHeaders({ headersFiles: [`${site}/_headers`], minimal: true });
  expect(headers.errors.length === 0, 'Netlify: _headers', headers.errors);
  const all = headers.headers.find((rule) => rule.for === '/*').values;
  expect(all['Content-Security-Policy'] === POLICY, 'Netlify: the policy', all);
  const redirects = await parseAllRedirects({ redirectsFiles: [`${site}/_redirects`], minimal: true });
  expect(redirects.errors.length === 0, 'Netlify: _redirects', redirects.errors);
  expect(redirects.redirects.length >= MOVED.length, 'Netlify: rules of _redirects', redirects.redirects);
  expect(redirects.redirects.every((rule) => rule.status === 301), 'Netlify: status', redirects.redirects);
}

/// Cloudflare's sources are TypeScript, and made to run in its network; nothing of that is needed here.
async function cloudflare() {
  const names = ['metadata-generator/parseHeaders', 'metadata-generator/parseRedirects'];
  names.push('metadata-generator/createMetadataObject', 'asset-server/handler');
  const entry = `${work}/cloudflare.ts`;
  const folder = `${here}/node_modules/@cloudflare/pages-shared`;
  fs.writeFileSync(entry, names.map((name) => `export * from '${folder}/${name}';\n`).join(''));
  const out = `${work}/cloudflare.mjs`;
  const flags = ['--bundle', '--platform=node', '--format=esm', '--log-level=error', `--outfile=${out}`];
  execFileSync(`${here}/node_modules/.bin/esbuild`, [entry, ...flags], { stdio: 'inherit' });
  return import(pathToFileURL(out));
}

async function main() {
  await netlify();
  const { parseHeaders, parseRedirects, createMetadataObject, generateHandler } = await cloudflare();
  const headers = parseHeaders(fs.readFileSync(`${site}/_headers`, 'utf8'));
  const redirects = parseRedirects(fs.readFileSync(`${site}/_redirects`, 'utf8'));
  expect(headers.invalid.length === 0, 'Cloudflare: _headers', headers.invalid);
  expect(redirects.invalid.length === 0, 'Cloudflare: _redirects', redirects.invalid);
  const metadata = createMetadataObject({ headers, redirects, logger: { log() {}, debug() {}, warn: console.warn, error: console.error } });
  const file = (route) => {
    const name = site + decodeURI(route);
    return fs.existsSync(name) && fs.statSync(name).isFile() ? name : null;
  };
  const get = (route) =>
    generateHandler({
      request: new Request(`https://desk.example/${route}`),
      metadata,
      xServerEnvHeader: 'test',
      logError: console.error,
      findAssetEntryForPath: async (name) => file(name),
      getAssetKey: (name) => name,
      negotiateContent: () => ({ encoding: null }),
      fetchAsset: async (name) => ({ body: fs.readFileSync(name), contentType: 'application/unknown' }),
    });
  for (const [route, type] of Object.entries(TYPES)) {
    const given = (await get(route)).headers;
    expect(given.get('content-type') === `${type}; charset=utf-8`, `Cloudflare: ${route}`, given);
    expect(given.get('content-security-policy') === POLICY, `Cloudflare: ${route}`, given);
  }
  const kept = (await get('app.0a1b2c3d.js')).headers.get('cache-control');
  expect(kept === 'public, max-age=31536000, immutable', 'Cloudflare: a name with a digest', kept);
  for (const route of MOVED) {
    const answer = await get(route);
    const there = answer.headers.get('location');
    const to = route.startsWith('people') ? '/actors/ines-calloway/' : '/articles/ferry/';
    expect(answer.status === 301 && there === to, `Cloudflare: ${route}`, `${answer.status} ${there}`);
  }
  console.log(`rules: ${headers.rules.length} of _headers, ${redirects.rules.length} of _redirects`);
}

await main();
