// node metadata.mjs SCHEMA FILE…: metadata documents (.json, or .jsonl with one a line) by their JSON Schema.
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { conclude } from './files.mjs';

const [schema, ...paths] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
const complaints = [];
let documents = 0;
for (const path of paths) {
  const text = readFileSync(path, 'utf8');
  const all = path.endsWith('.jsonl') ? text.split('\n').filter(Boolean) : [text];
  for (const [line, document] of all.entries()) {
    documents += 1;
    if (!validate(JSON.parse(document)))
      for (const error of validate.errors) complaints.push(`${path}:${line + 1}: ${error.instancePath} ${error.message}`);
  }
}
conclude('metadata documents', documents, complaints);
