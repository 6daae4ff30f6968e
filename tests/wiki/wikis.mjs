// The two wikis as a test meets them: brought up by mediawiki.sh and dokuwiki.sh, written to through their APIs, read as anybody reads.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PASSWORD = 'embedcheck-1234';

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

class Wiki {
  /** In a folder of its own name below `work`. */
  constructor(work) {
    this.work = work;
  }

  get folder() {
    return join(this.work, this.name);
  }

  /** Starts it, or puts other settings into force. */
  async settings(...lines) {
    if (!this.port) {
      this.port = await freePort();
      mkdirSync(this.folder, { recursive: true });
      // However the test ends, no server stays.
      process.on('exit', () => this.end());
    }
    const file = join(this.folder, 'more.php');
    writeFileSync(file, `<?php\n${lines.join('\n')}\n`);
    const script = fileURLToPath(new URL(`${this.name}.sh`, import.meta.url));
    await run(script, [this.folder, String(this.port), file], {
      env: { ...process.env, WIKI_USER: this.user, WIKI_PASS: PASSWORD },
    });
    this.origin = `http://127.0.0.1:${this.port}`;
  }

  end() {
    const file = join(this.folder, 'server.pid');
    if (!existsSync(file)) return;
    process.kill(-Number(readFileSync(file, 'utf8')));
    rmSync(file);
  }
}

export class MediaWiki extends Wiki {
  name = 'mediawiki';
  user = 'Admin';
  /** What the reader reads, and what the wiki itself adds there. */
  content = '.mw-parser-output';
  additions = '.mw-editsection, .toc';
  cookies = new Map();

  address(page) {
    return `${this.origin}/index.php?title=${encodeURIComponent(page)}`;
  }

  async ask(parameters) {
    const answer = await fetch(`${this.origin}/api.php`, {
      method: 'POST',
      body: new URLSearchParams({ format: 'json', formatversion: '2', ...parameters }),
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.cookies.set(name, value);
    }
    const said = await answer.json();
    if (said.error) throw new Error(`${this.name}: ${said.error.info}`);
    return said;
  }

  async token(type) {
    return (await this.ask({ action: 'query', meta: 'tokens', type })).query.tokens[`${type}token`];
  }

  async put(page, text) {
    if (this.cookies.size === 0)
      await this.ask({ action: 'login', lgname: this.user, lgpassword: PASSWORD, lgtoken: await this.token('login') });
    const { edit } = await this.ask({ action: 'edit', title: page, text, token: await this.token('csrf') });
    if (edit.result !== 'Success') throw new Error(`${this.name}: ${JSON.stringify(edit)}`);
  }

  /** The pages that the wiki's own search finds. */
  async search(words) {
    const { query } = await this.ask({ action: 'query', list: 'search', srsearch: words, srwhat: 'text', srlimit: '50' });
    return query.search.map(({ title }) => title);
  }

  /** What an administrator does for the script. */
  script(text) {
    return this.put('MediaWiki:Common.js', text);
  }

  /** A row of the table `interwiki`, from which may be transcluded. MediaWiki's own page for it cannot add one to SQLite. */
  async interwiki(prefix, url) {
    const values = `'${prefix}', '${url}', '', '', 0, 1`;
    await run('php', ['/usr/share/mediawiki/maintenance/sql.php',
      '--query', `INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans) VALUES (${values})`],
    { env: { ...process.env, MW_CONFIG_FILE: join(this.folder, 'LocalSettings.php') } });
  }
}

export class DokuWiki extends Wiki {
  name = 'dokuwiki';
  user = 'admin';
  content = '#dokuwiki__content .page';
  additions = '#dw__toc, .secedit';

  address(page) {
    return `${this.origin}/doku.php?id=${page}`;
  }

  /** Calls a method whose parameters are strings, and perhaps an empty structure at the end. */
  async ask(method, strings, end = '') {
    const escaped = (value) => value.replace(/[&<>]/g, (sign) => `&#${sign.codePointAt(0)};`);
    const values = strings.map((value) => `<string>${escaped(value)}</string>`).concat(end || []);
    const answer = await fetch(`${this.origin}/lib/exe/xmlrpc.php`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', authorization: `Basic ${btoa(`${this.user}:${PASSWORD}`)}` },
      body: `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${
        values.map((value) => `<param><value>${value}</value></param>`).join('')}</params></methodCall>`,
    });
    const said = await answer.text();
    if (answer.status !== 200 || /<fault>/.test(said)) throw new Error(`${this.name}: ${answer.status} ${said}`);
    return said;
  }

  async put(page, text) {
    const said = await this.ask('wiki.putPage', [page, text], '<struct/>');
    if (!/<boolean>1</.test(said)) throw new Error(`${this.name}: ${said}`);
  }

  /** The pages that the wiki's own search finds. A page is indexed when it is read. */
  async search(words) {
    const said = await this.ask('dokuwiki.search', [words]);
    return [...said.matchAll(/<name>id<\/name>\s*<value>(?:<string>)?([^<]*)/g)].map(([, id]) => id);
  }

  /** What an administrator does for the script. */
  script(text) {
    this.conf('userscript.js', text);
  }

  interwiki(prefix, url) {
    this.conf('interwiki.local.conf', `${prefix} ${url}\n`);
  }

  conf(name, text) {
    writeFileSync(join(this.folder, 'conf', name), text);
  }
}
