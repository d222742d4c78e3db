import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { LineClient } from './line-client.ts';
import { measure } from './measure.ts';
import { ratio, type Row } from './report.ts';
import { fileOf, SIZES } from './sample.ts';

/** Whole calls over stdio, from the request's line to the answer's, beside the bare write of the same bytes. */
export async function calls(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) rows.push(...(await callsAt(folder, size)));
  return rows;
}

async function callsAt(folder: string, size: number): Promise<Row[]> {
  const file = fileOf(folder, size);
  const client = new LineClient([process.execPath, 'dist/main.js', '--file', file]);
  await client.initialize();
  const bytes = await readFile(file);
  const timings = await measure(
    {
      ping: () => client.request('ping'),
      list: () => client.call('list_todos', {}),
      search: () => client.call('list_todos', { query: 'plumber', priority: 'medium', limit: 10 }),
      add: (turn) => client.call('add_todo', { title: `Added in turn ${turn}` }),
      bare: () => writeDurably(join(folder, 'bare.json'), bytes),
    },
    100,
  );
  await client.end();
  const group = `calls, ${size} todos`;
  return [
    { group, what: 'ping', timing: timings.ping },
    {
      group,
      what: 'list_todos',
      timing: timings.list,
      figure: { name: 'ms', value: timings.list.median, goal: 5 },
    },
    { group, what: 'list_todos with filters', timing: timings.search },
    {
      group,
      what: 'add_todo',
      timing: timings.add,
      figure: ratio('x bare write', timings.add, timings.bare, 1.5),
    },
    { group, what: 'bare write of the same bytes: write, fsync, rename', timing: timings.bare },
  ];
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(`${path}.tmp`, 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(`${path}.tmp`, path);
}
