import { resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { UsageError } from '../../../src/cli/options.ts';
import { printConfig } from '../../../src/cli/print-config.ts';
import { postgres } from '../../../src/optional/postgres/index.ts';
import type { OtherStore, Setup } from '../../../src/part.ts';
import { type Asked, runLine, setupFor } from '../../support/setup.ts';

describe('the database', () => {
  const url = 'postgres://ada:s3cret@db.example.org:5433/todos?sslmode=require';

  test.for<[string, Partial<Asked>, Partial<OtherStore> | undefined, variable?: string]>([
    ['none', {}, undefined],
    ['an empty variable', { env: { TODOS_DATABASE_URL: ' ' } }, undefined],
    ['a placeholder', { env: { TODOS_DATABASE_URL: '${user_config.database_url}' } }, undefined],
    [
      'TODOS_DATABASE_URL',
      { env: { TODOS_DATABASE_URL: url } },
      { name: 'database todos on db.example.org', options: [], problem: undefined },
      url.replace(':s3cret', ''),
    ],
    [
      '--database before it',
      { argv: ['--database', 'postgres:///mine'], env: { TODOS_DATABASE_URL: url } },
      { name: 'database mine', options: ['--database', 'postgres:///mine'], problem: undefined },
      'postgres:///mine',
    ],
  ])('%s', ([, given, expected, variable]) => {
    const { store, variables } = setupFor(given, [postgres]);
    expect(store && { name: store.name, options: store.options, problem: store.problem }).toEqual(expected);
    expect(variables).toEqual(variable === undefined ? {} : { TODOS_DATABASE_URL: variable });
  });

  test.for<[string, Partial<Asked>, string[]]>([
    [
      'a file as well',
      { argv: ['--file', '/lists/a.json'], env: { TODOS_DATABASE_URL: url } },
      ['Two places', resolve('/lists/a.json'), '--file', 'todos on db.example.org', 'TODOS_DATABASE_URL'],
    ],
    [
      'another kind of database',
      { env: { TODOS_DATABASE_URL: 'mysql://ada:s3cret@host/todos' } },
      ['postgres://'],
    ],
    ['no URL', { env: { TODOS_DATABASE_URL: 'postgres://ada:s3cret@host:port' } }, ['postgres://ada@db']],
    ['a # in the password', { env: { TODOS_DATABASE_URL: 'postgres://ada:12#s3cret@host/todos' } }, ['%23']],
    ['a / in the password', { env: { TODOS_DATABASE_URL: 'postgres://ada:12/s3cret@host/todos' } }, ['%2F']],
    ['an @ in the password', { env: { TODOS_DATABASE_URL: 'postgres://ada:p@s3cret/@host/todos' } }, ['%40']],
    ['a lone % in the host', { env: { TODOS_DATABASE_URL: 'postgres://%zz:s3cret@%zz/todos' } }, ['%25']],
    ['a lone % in the name', { env: { TODOS_DATABASE_URL: 'postgres://ada:s3cret@host/100%' } }, ['%25']],
    [
      'a misspelt parameter',
      { env: { TODOS_DATABASE_URL: url.replace('sslmode', 'ssl_mode') } },
      [': ssl_mode.', 'Did you mean sslmode?'],
    ],
    [
      'a parameter of psql that is not read',
      { env: { TODOS_DATABASE_URL: 'postgres:///?service=home' } },
      [': service.', 'Remove it; those it knows are host, port'],
    ],
    [
      'an unknown parameter beside a password, which may be part of it',
      { env: { TODOS_DATABASE_URL: 'postgres://db.example.org/todos?password=a&s3cret=1' } },
      ["doesn't know."],
    ],
    [
      'an unknown sslmode',
      { env: { TODOS_DATABASE_URL: url.replace('require', 'requierd') } },
      ['Did you mean require?'],
    ],
    [
      'several hosts',
      { env: { TODOS_DATABASE_URL: 'postgres://ada:s3cret@one:5432,two:5432/todos' } },
      ['names several hosts'],
    ],
    ['TODOS_FILE', { env: { TODOS_FILE: url } }, ['TODOS_FILE holds the URL', 'set TODOS_DATABASE_URL']],
    [
      '--file, and a database as well',
      { argv: ['--file', 'postgres://ada@host/todos'], env: { TODOS_DATABASE_URL: url } },
      ['--file holds the URL', 'Remove --file'],
    ],
  ])('%s can not be used: the message says why and shows no password', ([, given, words]) => {
    const setup = setupFor(given, [postgres]);
    const { problem, name } = setup.store ?? {};
    for (const word of words) expect(`${problem?.message} ${problem?.hint}`).toContain(word);
    expect(JSON.stringify([problem, name, setup.config.file, setup.variables])).not.toContain('s3cret');
    expect(printed(setup)).toContain(`It can't be used as it is: ${problem?.message}`);
  });

  test.for([
    ['postgres://ada:s3cret@/todos?host=/run/postgresql', 'todos on /run/postgresql'],
    ['postgres://ada:1,2s3cret@one/todos?channel_binding=require', 'todos on one'],
  ])('%s is accepted as psql accepts it', ([given, name]) => {
    const { store, variables } = setupFor({ env: { TODOS_DATABASE_URL: given } }, [postgres]);
    expect(store).toMatchObject({ name: `database ${name}`, problem: undefined });
    expect(variables['TODOS_DATABASE_URL']).toMatch(/^postgres:/);
    expect(JSON.stringify(variables)).not.toContain('s3cret');
  });

  test('print-config includes it without its password', () => {
    const text = printed(setupFor({ env: { TODOS_DATABASE_URL: url } }, [postgres]));
    expect(text).toContain(
      '"TODOS_DATABASE_URL": "postgres://ada@db.example.org:5433/todos?sslmode=require"',
    );
    expect(text).toContain('PGPASSWORD');
    expect(text).not.toContain('s3cret');
  });

  test.skipIf(process.platform === 'win32')('print-config quotes it in a line for the shell', () => {
    const twoSettings = 'postgres://ada@db.example.org/todos?sslmode=require&channel_binding=require';
    const text = printed(setupFor({ env: { TODOS_DATABASE_URL: twoSettings } }, [postgres]), 'claude-code');
    expect(text).toContain(` --env 'TODOS_DATABASE_URL=${twoSettings}' `);
  });
});

test.for([
  ['--database', 'postgres://ada:s3cret@db.example.org/todos'],
  ['--database', 'postgresql://ada:s3c/ret@db.example.org/todos'],
  ['--database', 'postgres://db.example.org/todos?user=ada&password=s3cret'],
  ['copy', '--to', 'a.json', '--from', 'postgres://:s3cret@/todos'],
  ['postgres://ada:s3cret@db.example.org/todos'],
  ['doctor', 'postgres://ada:s3cret@db.example.org/todos'],
])(
  'a password on the command line is refused without repeating it, and the alternatives named: %j',
  (argv) => {
    const read = () => setupFor({ argv }, [postgres]);
    expect(read).toThrow(/must not hold a password.*PGPASSWORD.*~\/\.pgpass.*TODOS_DATABASE_URL/);
    expect(read).not.toThrow('s3c');
  },
);

test.for([
  [['--database'], '--database needs a URL, as in --database postgres://'],
  [['copy', '--from', 'a.json'], 'copy needs --to'],
  [['copy', 'a.json', '--from', 'a', '--to', 'b'], 'Unexpected argument "a.json".'],
  [['--from', 'a.json'], '--from belongs to the command copy.'],
  [['doctor', '--replace'], '--replace belongs to the command copy.'],
] as const)('a wrong command line is refused, with the reason: %j', async ([argv, message]) => {
  await expect(runLine(argv, [postgres])).rejects.toThrow(UsageError);
  await expect(runLine(argv, [postgres])).rejects.toThrow(message);
});

/** What print-config prints for a client. */
function printed(setup: Setup, client = 'cursor'): string {
  const installation = { node: '/opt/node', entry: '/opt/todo/dist/main.js' };
  const system = { platform: 'linux', home: '/home/ada', env: {} } as const;
  const { text, advice } = printConfig(client, setup, installation, system);
  return text + advice;
}
