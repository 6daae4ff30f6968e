// node html.mjs SITE: every page, by html-validate's recommended rules.
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { join } from 'node:path';
import { conclude, files } from './files.mjs';

const site = process.argv[2];
const loader = new FileSystemConfigLoader({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Style, not validity: white space at line ends changes nothing, and templates leave it.
    'no-trailing-whitespace': 'off',
    // Titles of articles are their authors'; they can be longer than a search engine shows.
    'long-title': 'off',
  },
});
const validator = new HtmlValidate(loader);
// Texts for wikis are fragments.
const pages = files(site, '.html').filter((path) => !path.startsWith('wiki/'));
const complaints = [];
for (const page of pages) {
  const report = await validator.validateFile(join(site, page));
  for (const result of report.results)
    for (const message of result.messages)
      complaints.push(`${page}:${message.line}:${message.column}: ${message.message} [${message.ruleId}]`);
}
conclude('HTML pages', pages.length, complaints);
