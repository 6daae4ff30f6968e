// node many.mjs FOLDER: writes a site of many short articles on few people, so that its pages get long: an actor and a
// topic with further pages, years and months of the timeline with pages of their own, a name of 120 characters.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const articles = join(folder, 'content/articles');
mkdirSync(articles, { recursive: true });
mkdirSync(join(folder, 'content/topics'), { recursive: true });
mkdirSync(join(folder, 'content/actors'), { recursive: true });
writeFileSync(join(folder, 'dateline.toml'), 'title = "The Long Desk"\nbase_url = "https://desk.example/a/b"\n[embed]\nquotations = true\n');
writeFileSync(join(folder, 'content/topics/bridge.md'), '+++\ntitle = "The bridge"\nterms = ["bridge"]\n+++\n');
const long = 'Authority for the Maintenance of Bridges, Quays, Lighthouses and Other Works of the Coast and of the Islands off Tern Bay';
writeFileSync(join(folder, 'content/actors/authority.md'),
  `+++\nname = "${long}"\naliases = ["Harbour Authority"]\nkind = "public-body"\n+++\n\nIt looks after the bridge.\n`);

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const TOWNS = ['Kenya', 'Norway', 'Peru', 'Japan', 'Chile'];
const two = (number) => String(number).padStart(2, '0');
for (let number = 0; number < 480; number += 1) {
  const [month, day] = [number % 12, 1 + (number % 28)];
  const place = TOWNS[number % TOWNS.length];
  const text = [
    `date 2019-${two(month + 1)}-${two(day)}`,
    '',
    `TERN BAY: Mayor Ines Calloway opened part ${number + 1} of the bridge on ${day} ${MONTHS[month]} 2019 with guests from ${place}.`,
    '',
    `“Part ${number + 1} has taken longer than we hoped,” Calloway said. The Harbour Authority checked the bolts on ${1 + ((day + 3) % 28)} ${MONTHS[(month + 11) % 12]} 2019. Piet Marlow will visit ${place} in ${MONTHS[(month + 2) % 12]} 2020.`,
    '',
  ];
  writeFileSync(join(articles, `part-${number + 1}.txt`), text.join('\n'));
}
