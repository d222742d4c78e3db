/**
 * `npm run bench`: measures start, calls and store in one run and prints a table. Ratios within one run count; absolute
 * times depend on the machine. It measures the built server: run `npm run prepare` first.
 *
 *     npm run bench -- --json FILE                writes the figures to a file
 *     npm run bench -- start calls                only these groups
 *     npm run bench -- database                   a list in PostgreSQL, after npm run test:postgres
 *     npm run bench -- http                       50 clients at once, over HTTP and over stdio
 *     npm run bench -- --other 'node server.js'   also measures start, memory and adds of another server
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { costs } from './costs.ts';
import { type Row, tableOf } from './report.ts';
import { againstSqlite } from './sqlite.ts';
import { start } from './start.ts';
import { calls, manyAdds, turns } from './stdio.ts';
import { changes, groupCommit, reads } from './store.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, other: { type: 'string' } },
  allowPositionals: true,
});
const { json, other } = values;

type Groups = Readonly<Record<string, (folder: string) => Promise<Row[]>>>;

/** The groups, each run in a temp folder of its own. */
const groups: Groups = {
  start: (folder) => start(folder, other?.split(' ')),
  calls,
  manyAdds,
  turns,
  changes,
  reads,
  groupCommit,
  sqlite: (folder) => againstSqlite(folder, other?.split(' ')),
  costs,
  ...(await groupsOfParts()),
};

const rows: Row[] = [];
for (const [name, run] of Object.entries(groups)) {
  if (positionals.length && !positionals.includes(name)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'todo-manager-bench-'));
  try {
    rows.push(...(await run(folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const machine = { node: process.version, platform: platform(), arch: arch(), cores: cpus().length };
console.log(tableOf(rows));
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);

/** What optional parts measure besides, in the file `bench.ts` beside their tests. */
async function groupsOfParts(): Promise<Groups> {
  const files = readdirSync('test/optional').map((part) => `../optional/${part}/bench.ts`);
  const found = files.map((file) => new URL(file, import.meta.url)).filter((file) => existsSync(file));
  const modules = await Promise.all(
    found.map(async (file) => (await import(file.href)) as { readonly groups: Groups }),
  );
  return Object.assign({}, ...modules.map((module) => module.groups));
}
