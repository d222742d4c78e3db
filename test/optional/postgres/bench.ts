import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { Client } from 'pg';

import { addTodo, completeTodo, reopenTodo } from '../../../src/domain/changes.ts';
import { withStep } from '../../../src/domain/history.ts';
import { PostgresStore } from '../../../src/optional/postgres/postgres-store.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { measure } from '../../bench/measure.ts';
import { figureOf, ratio, type Row, row } from '../../bench/report.ts';
import { usualTodo } from '../../support/long-lists.ts';
import { Proxy } from './proxy.ts';
import { PostgresServer } from './server.ts';

const RUNS = 200;
const NOW = '2026-11-23T09:00:00.000Z';
/** Longer than a connection is taken for alive, and than a list once counted as current. */
const PAUSE_MS = 2_500;

export const groups = { database };

/** A list in PostgreSQL on this computer, compared with a committed change of one row. */
async function database(): Promise<Row[]> {
  if (!existsSync('test/optional/postgres/node_modules')) return [];
  const server = await PostgresServer.start();
  const bare = new Client({ connectionString: server.url() });
  const store = new PostgresStore(server.url(), 'bench', systemClock('UTC'));
  try {
    await bare.connect();
    await bare.query('create table one (n int); insert into one values (0)');
    const rows: Row[] = [];
    for (const count of [100, 10_000]) {
      const todos = Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        title: '',
        completed: false,
        ...usualTodo(index + 1),
      }));
      await store.update(() => ({ snapshot: { todos, next_id: count + 1 }, result: undefined }));
      const { transaction, query, add, tick, read } = await measure(
        {
          transaction: () => bare.query('update one set n = n + 1 where n >= $1', [0]),
          query: () => bare.query('select n from one where n >= $1', [0]),
          add: (turn) => changed(store, (list) => addTodo(list, { title: `Todo ${turn}` }, NOW)),
          tick: (turn) => changed(store, (list) => (turn % 2 ? reopenTodo : completeTodo)(list, 7, NOW)),
          read: () => store.read(),
        },
        RUNS,
      );
      const group = `database, ${count}`;
      rows.push(
        row(group, 'bare transaction of one row', transaction),
        row(group, 'add', add, ratio('x bare', add, transaction, 1.5)),
        row(group, 'complete', tick, ratio('x bare', tick, transaction, 1.5)),
        row(group, 'bare query', query),
        row(group, 'read, unchanged', read, ratio('x bare', read, query)),
      );
    }
    return [...rows, ...(await overNetwork(server.url()))];
  } finally {
    await bare.end();
    await store.settled();
    await server.remove();
  }
}

/** What passes between the computers for an `add` after a pause, and the first call after the connection died silently. */
async function overNetwork(url: string): Promise<Row[]> {
  const proxy = await Proxy.start(url);
  const store = new PostgresStore(proxy.url, 'bench', systemClock('UTC'));
  const add = () => changed(store, (list) => addTodo(list, { title: 'Call the plumber' }, NOW));
  try {
    // More changes than undo steps are kept: from then on each change also removes a step.
    for (let turn = 0; turn <= 20; turn += 1) await add();
    await delay(PAUSE_MS);
    proxy.resetCounts();
    await add();
    const group = 'database, add after a pause';
    const rows = [
      row(group, 'round trips', undefined, figureOf('round trips', proxy.trips, 1)),
      row(group, 'sent', undefined, figureOf('bytes', proxy.up, 700)),
      row(group, 'received', undefined, figureOf('bytes', proxy.down, 350)),
    ];
    await delay(PAUSE_MS);
    proxy.silence();
    const started = performance.now();
    await add();
    const took = performance.now() - started;
    return [...rows, row(group, 'connection dead', undefined, figureOf('ms', Math.round(took), 4_000))];
  } finally {
    await store.settled();
    proxy.stop();
  }
}

/** Makes a change with an undo step, as a tool does. */
function changed(
  store: PostgresStore,
  change: (list: Parameters<typeof completeTodo>[0]) => ReturnType<typeof completeTodo>,
) {
  return store.update((before) => {
    const { snapshot, result } = change(before);
    return { snapshot: withStep(before, snapshot, 'bench', NOW), result };
  });
}
