import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { LineClient } from './line-client.ts';
import { timingOf } from './measure.ts';
import { figureOf, ratio, type Row, row } from './report.ts';

const ADDS = 200;
const ROUNDS = 5;

/** The command of a server with `add_todo`, and its variables, for a list in a folder of its own. */
type Server = (folder: string) => readonly [command: readonly string[], env: Record<string, string>];

const ours: Server = (folder) => [
  [process.execPath, 'dist/main.js'],
  { TODOS_FILE: join(folder, 'todos.json') },
];
const sqlite: Server = (folder) => [
  [process.execPath, 'test/bench/sqlite-server.mjs', join(folder, 'todos.db')],
  {},
];

/**
 * 200 adds to a new list, one by one, by one server and by two at once, compared with the smallest durable server on SQLite.
 *
 * @param other the command of a third server, which finds its file in TODOS_FILE
 */
export async function againstSqlite(folder: string, other?: readonly string[]): Promise<Row[]> {
  const group = 'against SQLite';
  if (process.getBuiltinModule?.('node:sqlite') === undefined)
    return [row(group, `left out: Node ${process.version} has no SQLite`)];
  const rows: Row[] = [];
  for (const count of [1, 2]) {
    const what = `${ADDS} adds one by one, ${count === 1 ? 'one server' : 'two servers at once'}`;
    const servers: Record<string, Server> = {
      ours,
      sqlite,
      ...(other && {
        other: (place) => [other, { TODOS_FILE: join(place, 'todos.json') }],
      }),
    };
    const times = new Map<string, number[]>(Object.keys(servers).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, server] of Object.entries(servers)) {
        const place = join(folder, `${name}-${count}-${round}`);
        mkdirSync(place);
        times.get(name)?.push(await addAll(server(place), count));
      }
    }
    const timing = (name: string) => timingOf(times.get(name) ?? []);
    rows.push(row(group, what, timing('ours'), ratio('x SQLite', timing('ours'), timing('sqlite'), 2.5)));
    if (other)
      rows.push(
        row(group, `${what}: --other`, timing('other'), ratio('x SQLite', timing('other'), timing('sqlite'))),
      );
    rows.push(
      row(group, `${what}: SQLite`, timing('sqlite'), figureOf('ms an add', timing('sqlite').median / ADDS)),
    );
  }
  return rows;
}

/** How long `count` of these servers take for all adds together, in milliseconds. */
async function addAll([command, env]: ReturnType<Server>, count: number): Promise<number> {
  const clients = Array.from({ length: count }, () => new LineClient(command, env));
  for (const client of clients) {
    await client.initialize();
    // What the first change loads is start-up, too.
    await client.call('add_todo', { title: 'First' });
  }
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let index = 0; index < ADDS / count; index++)
        await client.call('add_todo', { title: `Add ${index}` });
    }),
  );
  const time = performance.now() - started;
  await Promise.all(clients.map((client) => client.end()));
  return time;
}
