// The files of a built site.
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Paths below `root`, with `/` between the parts, in order. Hidden files are ours alone and left out. */
export function files(root, ending = '') {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(ending)) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  walk(root);
  return found.sort();
}

/** Ends with status 1 where there are complaints, and says what was looked at. */
export function conclude(what, count, complaints) {
  if (count === 0) complaints.push(`no ${what} at all: there was nothing to check`);
  for (const complaint of complaints.slice(0, 50)) console.error(complaint);
  if (complaints.length > 50) console.error(`… and ${complaints.length - 50} more`);
  console.log(`${what}: ${count} checked, ${complaints.length} complaints`);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
