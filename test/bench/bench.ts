/**
 * `npm run bench`: measures the start, the calls and the store in one run and prints a table. Ratios within one run
 * count; absolute times say more about the machine. On the built server: `npm run prepare` comes first.
 *
 *     npm run bench -- --json FILE                keeps the figures
 *     npm run bench -- start calls                only these groups
 *     npm run bench -- database                   a list in PostgreSQL, after npm run test:postgres
 *     npm run bench -- --other 'node server.js'   measures start and memory of another server side by side
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { calls } from './calls.ts';
import { changes } from './changes.ts';
import { costs } from './costs.ts';
import { database } from './database.ts';
import { groupCommit } from './group-commit.ts';
import { manyAdds } from './many-adds.ts';
import { reads } from './reads.ts';
import { type Row, tableOf } from './report.ts';
import { start } from './start.ts';
import { turns } from './turns.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, other: { type: 'string' } },
  allowPositionals: true,
});
const { json, other } = values;

/** Each measures one thing in a folder of its own; a new one is one more line here. */
const groups: Readonly<Record<string, (folder: string) => Promise<Row[]>>> = {
  start: (folder) => start(folder, other?.split(' ')),
  calls,
  manyAdds,
  turns,
  changes,
  reads,
  groupCommit,
  costs,
  database,
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
