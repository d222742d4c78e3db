import { randomBytes } from 'node:crypto';

import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';

import { addTodo } from '../../../src/domain/changes.ts';
import type { OpenStore } from '../../../src/domain/todo-store.ts';
import type { Todo } from '../../../src/domain/todo.ts';
import { databaseAt } from '../../../src/optional/postgres/database-url.ts';
import { PostgresStore } from '../../../src/optional/postgres/postgres-store.ts';
import type { DatabaseWaits } from '../../../src/optional/postgres/waits.ts';
import { systemClock } from '../../../src/system-clock.ts';

export const NOW = '2026-11-23T09:00:00.000Z';

/** The URL of a new, empty database, dropped after the test. */
export async function newDatabase(): Promise<string> {
  const admin = inject('databaseUrl');
  const name = `todos_${randomBytes(6).toString('hex')}`;
  await sql(admin, `create database ${name}`);
  onTestFinished(() => sql(admin, `drop database ${name} with (force)`).then(() => {}));
  const url = new URL(admin);
  url.pathname = name;
  return url.href;
}

/** The URL of the database for a new user, who may neither create tables nor use existing ones. */
export async function guestOf(url: string): Promise<string> {
  const username = `guest_${randomBytes(6).toString('hex')}`;
  await sql(
    url,
    `create role ${username} login password 'secret'; revoke create on schema public from public`,
  );
  const remove = `begin read write; drop owned by ${username}; drop role ${username}; commit`;
  onTestFinished(() => sql(url, remove).then(() => {}));
  return Object.assign(new URL(url), { username, password: 'secret' }).href;
}

/** Runs SQL in a database, and returns the rows of the last statement. */
export async function sql<Row = Record<string, unknown>>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** A store on the database, as another machine would open it; closed after the test. */
export async function storeAt(url: string, waits?: Partial<DatabaseWaits>): Promise<OpenStore> {
  const store = new PostgresStore(url, databaseAt(url, '--database').name, systemClock('UTC'), waits);
  onTestFinished(() => store.settled());
  return store;
}

export function add(store: OpenStore, title: string): Promise<Todo> {
  return store.update((list) => addTodo(list, { title }, NOW));
}

export async function titles(store: OpenStore): Promise<string[]> {
  return (await store.read()).snapshot.todos.map(({ title }) => title);
}

/** A URL as a command line may hold it, and the environment with its password. */
export function withoutPassword(url: string): { url: string; env: { PGPASSWORD: string } } {
  const { password } = new URL(url);
  return {
    url: Object.assign(new URL(url), { password: '' }).href,
    env: { PGPASSWORD: decodeURIComponent(password) },
  };
}
