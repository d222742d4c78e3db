/**
 * `npm run bench`: measures what the store promises to be cheap, prints a table, and with `--json FILE` keeps the
 * figures. Ratios within one run count; absolute times say more about the machine.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { changes } from './changes.ts';
import { groupCommit } from './group-commit.ts';
import { reads } from './reads.ts';
import { type Row, tableOf } from './report.ts';

/** Each measures one thing in a folder of its own; a new one is one more line here. */
const groups: Readonly<Record<string, (folder: string) => Promise<Row[]>>> = { changes, reads, groupCommit };

const { json } = parseArgs({ options: { json: { type: 'string' } } }).values;
const rows: Row[] = [];
for (const run of Object.values(groups)) {
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
