import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { LineClient } from './line-client.ts';
import { measure } from './measure.ts';
import { figureOf, ratio, type Row, row } from './report.ts';
import { fileOf, SIZES } from './sample.ts';

/** Calls one at a time, from the line of the request to that of the result, and the bare write of the same bytes. */
export async function calls(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const file = fileOf(folder, size);
    const client = await startServer(file);
    const bytes = await readFile(file);
    const { ping, list, search, add, bare } = await measure(
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
    rows.push(
      row(group, 'ping', ping),
      row(group, 'list_todos', list, figureOf('ms', list.median, 5)),
      row(group, 'list_todos with filters', search),
      row(group, 'add_todo', add, ratio('x bare write', add, bare, size === 10_000 ? 2.5 : undefined)),
      row(group, 'bare write of the same bytes: write, fsync, rename', bare),
    );
  }
  return rows;
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(`${path}.tmp`, 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(`${path}.tmp`, path);
}

/** 200 adds at once by one client, and by four clients of four servers on one file. */
export async function manyAdds(folder: string): Promise<Row[]> {
  const file = fileOf(folder, 100);
  const clients = await Promise.all([1, 2, 3, 4].map(() => startServer(file)));
  let made = 0;
  const addBy = async (number: number) => {
    const titles = Array.from({ length: 200 / number }, (_, index) => `Add ${index}`);
    const adding = clients.slice(0, number);
    await Promise.all(adding.flatMap((client) => titles.map((title) => client.call('add_todo', { title }))));
    made += 200;
  };
  const { one, four } = await measure({ one: () => addBy(1), four: () => addBy(4) }, 10);
  await Promise.all(clients.map((client) => client.end()));
  await expectKept(file, made);
  return [
    row('many adds', '200 pipelined, one server', one, figureOf('ms', one.median, 60)),
    row('many adds', '200 by four servers at once', four),
  ];
}

/** Servers on one file that each make 100 adds one by one: the time for all, and the longest wait of one. */
export async function turns(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const servers of [2, 4]) {
    const waits: number[] = [];
    const file = fileOf(folder, 100);
    const clients = await Promise.all(Array.from({ length: servers }, () => startServer(file)));
    const addAll = async (client: LineClient) => {
      for (let index = 0; index < 100; index++) {
        const started = performance.now();
        await client.call('add_todo', { title: `Add ${index}` });
        waits.push(performance.now() - started);
      }
    };
    const { all } = await measure({ all: () => Promise.all(clients.map(addAll)) }, 5);
    await Promise.all(clients.map((client) => client.end()));
    await expectKept(file, waits.length);
    const sorted = waits.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
    const one = { median: at(0.5), p99: at(0.99), runs: sorted.length };
    const goal = servers === 2 ? 200 : undefined;
    rows.push(
      row('turns', `100 adds one by one, ${servers} servers at once`, all, figureOf('ms', all.median, goal)),
      row('turns', `one add among ${servers} servers`, one, figureOf('longest, ms', at(1), 50)),
    );
  }
  return rows;
}

async function startServer(file: string): Promise<LineClient> {
  const client = new LineClient([process.execPath, 'dist/main.js', '--file', file]);
  await client.initialize();
  return client;
}

/** @throws Error unless the file has 100 todos and all that were added */
async function expectKept(file: string, added: number): Promise<void> {
  const { todos } = JSON.parse(await readFile(file, 'utf8')) as { todos: unknown[] };
  if (todos.length !== 100 + added) throw new Error(`${todos.length - 100} of ${added} adds were kept`);
}
