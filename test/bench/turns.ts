import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LineClient } from './line-client.ts';
import { measure } from './measure.ts';
import type { Row } from './report.ts';
import { fileOf } from './sample.ts';

const ADDS = 100;
const RUNS = 5;

/** Servers on one file that each add 100 todos, one after the other: how long it takes, and how long anybody waits. */
export async function turns(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const servers of [2, 4]) {
    const waits: number[] = [];
    const file = join(folder, `turns-${servers}.json`);
    copyFileSync(fileOf(folder, 100), file);
    const clients = Array.from(
      { length: servers },
      () => new LineClient([process.execPath, 'dist/main.js', '--file', file]),
    );
    await Promise.all(clients.map((client) => client.initialize()));
    const addAll = async (client: LineClient) => {
      for (let index = 0; index < ADDS; index++) {
        const started = performance.now();
        await client.call('add_todo', { title: `Add ${index}` });
        waits.push(performance.now() - started);
      }
    };
    const { all } = await measure({ all: () => Promise.all(clients.map(addAll)) }, RUNS);
    await Promise.all(clients.map((client) => client.end()));
    const longest = waits.toSorted((a, b) => a - b);
    const { todos } = JSON.parse(readFileSync(file, 'utf8')) as { todos: unknown[] };
    if (todos.length !== 100 + waits.length)
      throw new Error(`${todos.length - 100} of ${waits.length} adds were kept`);
    rows.push(
      {
        group: 'turns',
        what: `${ADDS} adds one by one, ${servers} servers at once`,
        timing: all,
        figure: { name: 'ms', value: all.median, ...(servers === 2 && { goal: 200 }) },
      },
      {
        group: 'turns',
        what: `one add among ${servers} servers`,
        timing: { median: at(longest, 0.5), p99: at(longest, 0.99), runs: longest.length },
        figure: { name: 'longest, ms', value: at(longest, 1), goal: 50 },
      },
    );
  }
  return rows;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
