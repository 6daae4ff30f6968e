// node lines.mjs FILE…: texts as input for `dateline extract --jsonl`.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

for (const path of process.argv.slice(2))
  console.log(JSON.stringify({ id: basename(path), text: readFileSync(path, 'utf8') }));
