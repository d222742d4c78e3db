import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Config } from '../../src/config/config.ts';
import { type Asked, setupFor } from '../support/setup.ts';
import { tempFolder } from '../support/temp-folder.ts';

const HOME = resolve('/home/ada');
const IN_HOME = join(HOME, '.todo-manager', 'todos.json');

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

test.for([
  ['--file', { argv: ['--file', 'postgres://ada:s3cret@host/todos'] }],
  ['TODOS_FILE', { env: { TODOS_FILE: 'https://ada:s3cret@example.org/todos.json' } }],
] as const)('a URL in %s is no path: the message says so and shows no password', ([chosenBy, given]) => {
  const { file } = configFor(resolve('/opt/todo/dist/main.js'), given);
  expect(file).toMatchObject({
    chosenBy,
    problem: { message: `${chosenBy} holds a URL, not the path of a file.` },
  });
  expect(JSON.stringify(file)).not.toContain('s3cret');
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
  [{}, { readOnly: false, logLevel: 'info', timeZone: undefined }],
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

test.for<[name: string, hint: string]>([
  ['TODOS_READONLY', 'Did you mean TODOS_READ_ONLY?'],
  ['TODO_READ_ONLY', 'Did you mean TODOS_READ_ONLY?'],
  ['TODO_READONLY', 'Did you mean TODOS_READ_ONLY?'],
  ['TODOSREADONLY', 'Did you mean TODOS_READ_ONLY?'],
  ['TODO_MANAGER_READ_ONLY', 'Did you mean TODOS_READ_ONLY?'],
  ['todos_read_only', 'Did you mean TODOS_READ_ONLY?'],
  ['TODOS_RO', 'Did you mean TODOS_READ_ONLY?'],
  ['TODO_FILE', 'Did you mean TODOS_FILE?'],
  ['TODOS_PATH', 'Did you mean TODOS_FILE?'],
  ['TODOS_FILE_PATH', 'Did you mean TODOS_FILE?'],
  ['TODOS_TZ', 'Did you mean TODOS_TIMEZONE?'],
  ['TODOS_TIME_ZONE', 'Did you mean TODOS_TIMEZONE?'],
  ['TODOS_LOG_LEVEL', 'Did you mean LOG_LEVEL?'],
  ['TODOS_QUACK', 'The settings are TODOS_FILE, '],
])('names the variable %s, which is misspelt: %s', ([name, hint]) => {
  const [warning, ...others] = configFor('main.js', { env: { [name]: '1' } }).warnings;
  expect(warning).toContain(
    `The variable ${name} is not a setting of this server and has no effect. ${hint}`,
  );
  expect(others).toEqual([]);
});

test.for([
  'TODO',
  'TODOIST_API_KEY',
  'TODO_DIR',
  'TODO_BOARD_COLUMNS',
  'TODAY',
  'TODOTXT_DEFAULT_ACTION',
  'MY_TODOS_FILE',
])('says nothing of %s, which belongs to another program', (name) => {
  expect(configFor('main.js', { env: { [name]: '1' } }).warnings).toEqual([]);
});

test('says nothing of a misspelt variable that is empty', () => {
  const env = { TODOS_READONLY: '', TODO_FILE: '${user_config.file}' };
  expect(configFor('main.js', { env }).warnings).toEqual([]);
});

test.for(['${HOME}/todos.json', '$HOME/todos.json', '%USERPROFILE%\\todos.json'])(
  'warns of a path that begins with a variable: %s',
  (path) => {
    const { warnings } = configFor('main.js', { env: { TODOS_FILE: path } });
    expect(warnings).toEqual([expect.stringContaining('which nothing has replaced')]);
  },
);

function setting(name: string, value: string, expected: Partial<Config>): [Partial<Asked>, Partial<Config>] {
  return [{ env: { [name]: value } }, expected];
}

function configFor(entry: string, given: Partial<Asked> = {}): Config {
  return setupFor({ home: HOME, entry, ...given }).config;
}

/** Puts a server's package.json and built entry into `folder`. Returns the path of the entry. */
async function serverIn(folder: string): Promise<string> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{}');
  await writeFile(join(folder, 'dist', 'main.js'), '');
  return join(folder, 'dist', 'main.js');
}
