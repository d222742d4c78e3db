import { readFileSync } from 'node:fs';

import { LineClient } from './line-client.ts';
import { measure } from './measure.ts';
import type { Row } from './report.ts';
import { fileOf } from './sample.ts';

const ADDS = 200;
const RUNS = 10;

/** 200 adds sent at once by one client, and by four clients of four servers on one file; all must be kept. */
export async function manyAdds(folder: string): Promise<Row[]> {
  const file = fileOf(folder, 100);
  const clients = [1, 2, 3, 4].map(() => new LineClient([process.execPath, 'dist/main.js', '--file', file]));
  await Promise.all(clients.map((client) => client.initialize()));
  /** Shares the adds out among the given number of clients. */
  const addBy = (number: number) =>
    Promise.all(
      clients
        .slice(0, number)
        .flatMap((client) =>
          Array.from({ length: ADDS / number }, (_, index) =>
            client.call('add_todo', { title: `Add ${index}` }),
          ),
        ),
    );
  const before = countIn(file);
  const timings = await measure(
    {
      one: () => addBy(1),
      four: () => addBy(4),
    },
    RUNS,
  );
  await Promise.all(clients.map((client) => client.end()));
  const made = 2 * ADDS * (RUNS + Math.ceil(RUNS / 10));
  const kept = countIn(file) - before;
  if (kept !== made) throw new Error(`${made} todos were added, but ${kept} are in the file`);
  return [
    {
      group: 'many adds',
      what: `${ADDS} pipelined, one server`,
      timing: timings.one,
      figure: { name: 'ms', value: timings.one.median, goal: 60 },
    },
    { group: 'many adds', what: `${ADDS} by four servers at once`, timing: timings.four },
  ];
}

function countIn(file: string): number {
  return (JSON.parse(readFileSync(file, 'utf8')) as { todos: unknown[] }).todos.length;
}
