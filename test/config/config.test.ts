import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readCommandLine } from '../../src/cli/command-line.ts';
import { type Config, readConfig, type ProcessInfo } from '../../src/config/config.ts';
import { withoutPassword } from '../../src/optional/postgres/database-url.ts';
import { tempFolder } from '../support/temp-folder.ts';

const HOME = resolve('/home/ada');
const IN_HOME = join(HOME, '.todo-manager', 'todos.json');

describe('the database', () => {
  const entry = resolve('/opt/todo/dist/main.js');
  const url = 'postgres://ada:s3cret@db.example.org:5433/todos?sslmode=require';

  test.for<[string, Partial<Asked>, Partial<Config['database']> | undefined]>([
    ['none', {}, undefined],
    ['an empty variable', { env: { TODOS_DATABASE_URL: ' ' } }, undefined],
    ['a placeholder', { env: { TODOS_DATABASE_URL: '${user_config.database_url}' } }, undefined],
    [
      'TODOS_DATABASE_URL',
      { env: { TODOS_DATABASE_URL: url } },
      { url, chosenBy: 'TODOS_DATABASE_URL', name: 'todos on db.example.org' },
    ],
    [
      '--database before it',
      { argv: ['--database', 'postgres:///mine'], env: { TODOS_DATABASE_URL: url } },
      { url: 'postgres:///mine', chosenBy: '--database', name: 'mine' },
    ],
  ])('%s', ([, given, expected]) => {
    expect(configFor(entry, given).database).toEqual(expected);
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
    ['TODOS_FILE', { env: { TODOS_FILE: url } }, ['TODOS_FILE holds the URL', 'set TODOS_DATABASE_URL']],
    [
      '--file, and a database as well',
      { argv: ['--file', 'postgres://ada@host/todos'], env: { TODOS_DATABASE_URL: url } },
      ['--file holds the URL', 'Remove --file'],
    ],
  ])('%s can not be used: the message says why and shows no password', ([, given, words]) => {
    const config = configFor(entry, given);
    const { problem, name, url: shown = '' } = config.database ?? {};
    for (const word of words) expect(`${problem?.message} ${problem?.hint}`).toContain(word);
    expect(JSON.stringify([problem, name, config.file, withoutPassword(shown)])).not.toContain('s3cret');
  });
});

describe('the path', () => {
  test.for<[string, Partial<Asked>, string, string]>([
    ['the default', {}, 'todos.json', 'default'],
    ['--file', { argv: ['--file', 'a.json'] }, 'a.json', '--file'],
    ['--file=', { argv: ['--file=a.json'] }, 'a.json', '--file'],
    ['TODOS_FILE', { env: { TODOS_FILE: 'b.json' } }, 'b.json', 'TODOS_FILE'],
    [
      '--file before TODOS_FILE',
      { argv: ['--file', 'a.json'], env: { TODOS_FILE: 'b.json' } },
      'a.json',
      '--file',
    ],
    ['a path in a folder', { env: { TODOS_FILE: './b.json' } }, 'b.json', 'TODOS_FILE'],
    ['a path outside', { argv: ['--file', '../a.json'] }, '../a.json', '--file'],
    ['blanks around it', { env: { TODOS_FILE: ' b.json ' } }, 'b.json', 'TODOS_FILE'],
    ['an empty flag', { argv: ['--file', ''], env: { TODOS_FILE: 'b.json' } }, 'b.json', 'TODOS_FILE'],
    ['an empty variable', { env: { TODOS_FILE: '  ' } }, 'todos.json', 'default'],
    ['a placeholder as flag', { argv: ['--file', '${user_config.file}'] }, 'todos.json', 'default'],
    ['a placeholder as variable', { env: { TODOS_FILE: '${user_config.x}' } }, 'todos.json', 'default'],
    ['a name like a home folder', { argv: ['--file', '~ada/a.json'] }, '~ada/a.json', '--file'],
  ])('%s is relative to the default', async ([, given, name, chosenBy]) => {
    const checkout = await serverIn(tempFolder());
    expect(configFor(checkout, given).file).toEqual({
      path: resolve(dirname(dirname(checkout)), name),
      chosenBy,
    });
  });

  test.for([
    ['~/lists/todos.json', join(HOME, 'lists', 'todos.json')],
    ['~\\todos.json', join(HOME, 'todos.json')],
    ['~', HOME],
    [resolve('/data/todos.json'), resolve('/data/todos.json')],
    [`${resolve('/data')}/lists/../todos.json`, resolve('/data/todos.json')],
  ] as const)('is where an absolute path says, from home or from the root: %s', ([given, path]) => {
    const entry = resolve('/opt/todo/dist/main.js');
    expect(configFor(entry, { argv: ['--file', given] }).file.path).toBe(path);
    expect(configFor(entry, { env: { TODOS_FILE: given } }).file.path).toBe(path);
  });
});

test.for<[kind: string, files: readonly string[], entry: string, expected: string]>([
  ['the built entry', ['package.json', 'dist/main.js'], 'dist/main.js', 'todos.json'],
  ['an entry for tsx', ['package.json', 'src/main.ts'], 'src/main.ts', 'todos.json'],
  ['an entry in a deep folder', ['package.json'], 'src/deep/main.ts', 'todos.json'],
  ['nested packages', ['package.json', 'inner/package.json'], 'inner/dist/main.js', 'inner/todos.json'],
  ['a folder that only sounds disposable', ['my_npx/package.json'], 'my_npx/main.js', 'my_npx/todos.json'],
  [
    'a manifest elsewhere',
    ['manifest.json', 'a/package.json', 'a/b/manifest.json'],
    'a/b/main.js',
    'a/todos.json',
  ],
  ['an unpacked extension', ['package.json', 'manifest.json'], 'dist/main.js', IN_HOME],
  ['an installed package', ['node_modules/m/package.json'], 'node_modules/m/dist/main.js', IN_HOME],
  ["npx's cache", ['.npm/_npx/1a2b/m/package.json'], '.npm/_npx/1a2b/m/dist/main.js', IN_HOME],
  ['no package.json', ['main.js'], 'main.js', IN_HOME],
  ['no package.json and no entry', [], 'missing/main.js', IN_HOME],
])('the default file for %s', async ([, files, entry, expected]) => {
  const folder = tempFolder();
  for (const file of files) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), '{}');
  }
  const path = resolve(folder, expected);
  expect(configFor(join(folder, entry)).file).toEqual({ path, chosenBy: 'default' });
  const relative = configFor(join(folder, entry), { argv: ['--file', 'a.json'] });
  expect(relative.file.path).toBe(join(dirname(path), 'a.json'));
});

test('the default file is found through links, as package managers make them', async () => {
  const folder = tempFolder();
  const entry = await serverIn(join(folder, 'server'));
  await mkdir(join(folder, 'bin'));
  await symlink(entry, join(folder, 'bin', 'mcp-todo-manager'));
  await symlink(join(folder, 'server'), join(folder, 'linked'));
  for (const path of [join('bin', 'mcp-todo-manager'), join('linked', 'dist', 'main.js')]) {
    expect(configFor(join(folder, path)).file.path).toBe(join(folder, 'server', 'todos.json'));
  }
});

test.for<[Partial<Asked>, Partial<Config>]>([
  [{}, { readOnly: false, logLevel: 'info', timeZone: undefined, board: 'auto' }],
  [{ argv: ['--read-only'] }, { readOnly: true }],
  [{ argv: ['--read-only', '--file', 'a.json'] }, { readOnly: true }],
  [{ argv: ['--read-only'], env: { TODOS_READ_ONLY: '0' } }, { readOnly: true }],
  ...['1', 'true', ' TRUE ', 'yes', 'on'].map((value) =>
    setting('TODOS_READ_ONLY', value, { readOnly: true }),
  ),
  ...['', '${x}', '0', 'false', 'Off', 'no'].map((value) =>
    setting('TODOS_READ_ONLY', value, { readOnly: false }),
  ),
  setting('LOG_LEVEL', '', { logLevel: 'info' }),
  setting('LOG_LEVEL', '${user_config.log_level}', { logLevel: 'info' }),
  setting('LOG_LEVEL', 'debug', { logLevel: 'debug' }),
  setting('LOG_LEVEL', ' WARNING ', { logLevel: 'warning' }),
  setting('TODOS_TIMEZONE', '', { timeZone: undefined }),
  setting('TODOS_TIMEZONE', '${user_config.timezone}', { timeZone: undefined }),
  setting('TODOS_TIMEZONE', 'UTC', { timeZone: 'UTC' }),
  setting('TODOS_TIMEZONE', 'europe/berlin', { timeZone: 'Europe/Berlin' }),
  setting('TODOS_TIMEZONE', ' Pacific/Kiritimati ', { timeZone: 'Pacific/Kiritimati' }),
  setting('TODOS_BOARD', '${user_config.board}', { board: 'auto' }),
  setting('TODOS_BOARD', 'auto', { board: 'auto' }),
  setting('TODOS_BOARD', 'ALWAYS', { board: 'always' }),
  setting('TODOS_BOARD', ' never ', { board: 'never' }),
])('%j means %j', ([given, expected]) => {
  expect(configFor('main.js', given)).toMatchObject({ ...expected, warnings: [] });
});

test.for<[name: string, value: string, fallback: Partial<Config>, warning: string]>([
  [
    'TODOS_READ_ONLY',
    'maybe',
    { readOnly: true },
    'is neither 1 nor 0; starting read-only. Set it to 0 to allow changes.',
  ],
  ['LOG_LEVEL', 'loud', { logLevel: 'info' }, 'is not one of debug, info, warning, error; using info.'],
  ['TODOS_BOARD', 'yes', { board: 'auto' }, 'is not one of always, auto, never; using auto.'],
  ...['Mars/Olympus', 'Berlin', 'GMT+99'].map((zone): [string, string, Partial<Config>, string] => [
    'TODOS_TIMEZONE',
    zone,
    { timeZone: undefined },
    "is not a time zone such as Europe/Berlin; using the system's.",
  ]),
])('%s "%s" falls back to %j with a warning', ([name, value, fallback, warning]) => {
  expect(configFor('main.js', { env: { [name]: value } })).toMatchObject({
    ...fallback,
    warnings: [`${name} "${value}" ${warning}`],
  });
});

function setting(name: string, value: string, expected: Partial<Config>): [Partial<Asked>, Partial<Config>] {
  return [{ env: { [name]: value } }, expected];
}

/** The command line and its environment. */
interface Asked extends ProcessInfo {
  readonly argv: readonly string[];
}

function configFor(entry: string, { argv = [], ...given }: Partial<Asked> = {}): Config {
  return readConfig(readCommandLine(argv).flags, { env: {}, home: HOME, entry, ...given });
}

/** Puts a server's package.json and built entry into `folder`. Returns the path of the entry. */
async function serverIn(folder: string): Promise<string> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{}');
  await writeFile(join(folder, 'dist', 'main.js'), '');
  return join(folder, 'dist', 'main.js');
}
