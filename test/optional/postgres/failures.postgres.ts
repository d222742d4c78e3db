import { once } from 'node:events';
import { createServer } from 'node:net';

import { describe, expect, inject, onTestFinished, test } from 'vitest';

import type { TodoError } from '../../../src/domain/errors.ts';
import { failure } from '../../support/failure.ts';
import { runEntry } from '../../support/run-entry.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { add, guestOf, newDatabase, sql, storeAt, titles } from './database.ts';

interface Failing {
  /** changes a new database, and returns the URL to use */
  readonly spoil: (url: string) => Promise<string> | string;
  readonly code?: TodoError['code'];
  /** parts of the message and the hint */
  readonly says: readonly [reason: string, advice: string];
}

function withParts(
  url: string,
  parts: Partial<Pick<URL, 'password' | 'host' | 'pathname' | 'search'>>,
): string {
  return Object.assign(new URL(url), parts).href;
}

/** Runs SQL in the database; `$db` is its name. */
function after(...statements: readonly string[]) {
  return async (url: string) => {
    for (const text of statements) await sql(url, text.replaceAll('$db', new URL(url).pathname.slice(1)));
    return url;
  };
}

/** The same with a list of one todo in it. */
function afterAdding(statement: string) {
  return async (url: string) => {
    await add(await storeAt(url), 'Buy milk');
    return after(statement)(url);
  };
}

/** A list of one todo, and a user with all rights to its tables, some of which have row level security. */
async function guarded(url: string, tables: readonly string[]): Promise<string> {
  await add(await storeAt(url), 'Buy milk');
  const guest = await guestOf(url);
  await sql(
    url,
    `grant select, insert, update, delete on todo_list, todo_item, todo_step to ${new URL(guest).username}`,
  );
  for (const table of tables) await sql(url, `alter table ${table} enable row level security`);
  return guest;
}

const incomplete = (table: string): Failing => ({
  spoil: afterAdding(`drop table ${table}`),
  code: 'store_damaged',
  says: [`its tables are incomplete (missing: ${table})`, 'Restore it from a backup'],
});

const FAILURES: Readonly<Record<string, Failing>> = {
  'a wrong password': {
    spoil: (url) => withParts(url, { password: 'other-secret' }),
    says: ['refused the user name or the password', 'PGPASSWORD or ~/.pgpass'],
  },
  'no password': {
    spoil: (url) => withParts(url, { password: '' }),
    says: ['wants a password, and none is set', 'PGPASSWORD'],
  },
  'an unknown host': {
    spoil: (url) => withParts(url, { host: 'no-such-host.invalid' }),
    says: ['there is no host of that name', 'Check the host'],
  },
  'a port without a server': {
    spoil: (url) => withParts(url, { host: '127.0.0.1:1' }),
    says: ['nothing answers at that host and port', 'whether the server runs'],
  },
  'an unknown database': {
    spoil: (url) => withParts(url, { pathname: '/no_such_database' }),
    says: ['there is no database of that name', 'Create it'],
  },
  'no permission to make tables': {
    spoil: guestOf,
    says: ['the user has no permission for that', 'GRANT USAGE, CREATE ON SCHEMA public'],
  },
  'a server without TLS': {
    spoil: (url) => withParts(url, { search: '?sslmode=require' }),
    says: ['the server offers no TLS', 'Switch TLS on there'],
  },
  'a server without TLS at a host that may be public': {
    spoil: (url) => withParts(url, { host: `0.0.0.0:${new URL(url).port}` }),
    says: ['the server offers no TLS', 'write sslmode=disable into the URL'],
  },
  'row level security on all tables, without a policy': {
    spoil: (url) => guarded(url, ['todo_list', 'todo_item', 'todo_step']),
    says: ['row level security hides rows', 'CREATE POLICY'],
  },
  'row level security on the todos alone, with a policy for some': {
    spoil: async (url) => {
      const guest = await guarded(url, ['todo_item']);
      await sql(url, 'create policy part on todo_item using (id > 1)');
      return guest;
    },
    says: ['row level security hides rows', 'CREATE POLICY'],
  },
  'row level security with a policy that restricts the one for all rows': {
    spoil: async (url) => {
      const guest = await guarded(url, ['todo_step']);
      await sql(
        url,
        'create policy whole on todo_step using (true); create policy not_now on todo_step as restrictive using (false)',
      );
      return guest;
    },
    says: ['row level security hides rows', 'CREATE POLICY'],
  },
  'tables in a schema that is not searched': {
    spoil: afterAdding(
      'create schema elsewhere; alter table todo_list set schema elsewhere; alter table todo_item set schema elsewhere; alter table todo_step set schema elsewhere',
    ),
    says: ['its tables are in the schema elsewhere', 'options=-c%20search_path%3Delsewhere'],
  },
  'a database that lets nobody connect': {
    spoil: async (url) => {
      await sql(
        inject('databaseUrl'),
        `alter database ${new URL(url).pathname.slice(1)} allow_connections false`,
      );
      return url;
    },
    says: ['it takes no connections now', 'allow them again'],
  },
  'a root certificate that is not there': {
    spoil: (url) => withParts(url, { search: '?sslmode=verify-full&sslrootcert=/no/such.pem' }),
    says: ["a file that the URL names doesn't exist", 'sslrootcert'],
  },
  'a database that can only be read': {
    spoil: after('alter database $db set default_transaction_read_only = on'),
    says: ['it is read-only', '--read-only'],
  },
  'a statement that takes too long': {
    spoil: after(
      'alter database $db set statement_timeout = 100',
      `create function slow() returns event_trigger as 'begin perform pg_sleep(1); end' language plpgsql;
       create event trigger slow on ddl_command_start execute function slow()`,
    ),
    says: ['canceled the statement because it took too long', 'statement_timeout'],
  },
  'a full disk': {
    // What PostgreSQL says then; to fill a real disk takes root.
    spoil: after(
      `create function full_disk() returns event_trigger as
       'begin raise exception ''could not extend file'' using errcode = ''53100''; end' language plpgsql;
       create event trigger full_disk on ddl_command_start execute function full_disk()`,
    ),
    says: ["the server's disk is full", 'Free some space'],
  },
  'a newer format': {
    spoil: afterAdding('update todo_list set format = 2'),
    code: 'store_too_new',
    says: ['written by a newer Todo Manager (format 2; this one knows 1)', 'Update this server'],
  },
  'a row that is no todo': {
    spoil: afterAdding(`update todo_item set body = '{"id": 1, "title": 7, "completed": false}'`),
    code: 'store_damaged',
    says: ['todo #1: "title" must be a text, not 7', 'Repair that row of todo_item'],
  },
  'a missing table of the list': incomplete('todo_list'),
  'a missing table of todos': incomplete('todo_item'),
  'a missing table of undo steps': incomplete('todo_step'),
};

describe('the error explains the problem, without the password:', () => {
  test.for(Object.entries(FAILURES))('%s', async ([, { spoil, code = 'store_unavailable', says }]) => {
    const url = await spoil(await newDatabase());
    const store = await storeAt(url, { connect: 2_000 });
    const error = await failure(add(store, 'Buy milk'));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^The (?:list in the )?database \S+ on \S+ /);
    expect(error.message).toContain(says[0]);
    expect(error.hint).toContain(says[1]);
    expect(`${error.message} ${error.hint}`).not.toMatch(/secret|p@ss|p%40ss|undefined/);
  });

  test('hidden rows, also for reads and in doctor; but not rows that a policy shows to everyone', async () => {
    const url = await newDatabase();
    const guest = await guarded(url, ['todo_list', 'todo_item', 'todo_step']);
    expect((await failure((await storeAt(guest)).read())).message).toContain('row level security');
    const doctor = () => runEntry(['doctor'], { home: tempFolder(), env: { TODOS_DATABASE_URL: guest } });
    const hidden = await doctor();
    expect(hidden.stdout).toMatch(/^problem Content .*row level security[^]*CREATE POLICY/m);
    expect(hidden.stdout).not.toContain('Writable');
    expect(hidden.code).toBe(1);
    const { username } = new URL(guest);
    for (const table of ['todo_list', 'todo_item', 'todo_step'])
      await sql(url, `create policy whole_list on ${table} to ${username} using (true) with check (true)`);
    expect(await add(await storeAt(guest), 'Call mum')).toMatchObject({ id: 2 });
    expect((await doctor()).stdout).toContain('All is well.');
  });

  test('rows that are hidden while the server runs, which is not an empty list', async () => {
    const url = await newDatabase();
    const guest = await storeAt(await guarded(url, []));
    await guest.read();
    await sql(url, 'alter table todo_list enable row level security');
    expect((await failure(guest.read())).message).toContain('row level security');
    expect((await failure(add(guest, 'Call mum'))).message).toContain('row level security');
  });

  test('no list in another schema, if the URL names one of its own', async () => {
    const url = await newDatabase();
    await add(await storeAt(url), 'Buy milk');
    await sql(url, 'create schema mum');
    const mum = await storeAt(`${url}?options=-c%20search_path%3Dmum`);
    expect(await add(mum, 'Call')).toMatchObject({ id: 1 });
    expect(await titles(await storeAt(url))).toEqual(['Buy milk']);
  });

  test('a schema that the user may not use, which is not an empty list', async () => {
    const url = await newDatabase();
    await add(await storeAt(url), 'Buy milk');
    const guest = await storeAt(await guestOf(url));
    await sql(url, 'revoke usage on schema public from public');
    const { message, hint } = await failure(guest.read());
    expect(message).toContain('the user may not use any schema in which the list could be');
    expect(hint).toContain('GRANT USAGE');
  });

  test('a server that does not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const store = await storeAt(`postgres://ada@127.0.0.1:${port}/todos`, { connect: 200 });
    const { message } = await failure(store.read());
    expect(message).toBe("The database todos on 127.0.0.1 can't be used: it did not answer in time.");
  });

  test('a statement that times out', async () => {
    const url = await newDatabase();
    const store = await storeAt(url, { statement: 200, call: 1_000 });
    await add(store, 'Buy milk');
    const locked = sql(url, 'begin; lock table todo_list; select pg_sleep(2); commit');
    await expect
      .poll(async () => (await failure(store.read()).catch(() => undefined))?.message)
      .toMatch(/can't be used: it did not answer in time\.$/);
    await locked;
    await expect(store.read()).resolves.toMatchObject({ snapshot: { next_id: 2 } });
  });
});
