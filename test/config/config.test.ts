import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readCommandLine } from '../../src/cli/command-line.ts';
import { type Config, readConfig, type Surroundings } from '../../src/config/config.ts';
import { withoutPassword } from '../../src/config/database-url.ts';
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
  ])('what can not be used says why, and nothing shows the password: %s', ([, given, words]) => {
    const config = configFor(entry, given);
    const { problem, name, url: shown = '' } = config.database ?? {};
    for (const word of words) expect(`${problem?.message} ${problem?.hint}`).toContain(word);
    expect(JSON.stringify([problem, name, config.file, withoutPassword(shown)])).not.toContain('s3cret');
  });
});

describe('the file', () => {
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
  ])('is beside the default: %s', async ([, given, name, chosenBy]) => {
    const checkout = await serverIn(await tempFolder());
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

  test('does not depend on the current directory', async () => {
    const folder = await tempFolder();
    const entry = await serverIn(folder);
    expect(folder).not.toBe(process.cwd());
    expect(configFor(entry).file.path).toBe(join(folder, 'todos.json'));
  });
});

describe('the default file', () => {
  test('is the same for the built entry and for tsx', async () => {
    const folder = await tempFolder();
    await serverIn(folder);
    await mkdir(join(folder, 'src', 'deep'), { recursive: true });
    for (const entry of ['dist/main.js', 'src/main.ts', 'src/deep/main.ts', 'main.js']) {
      expect(configFor(join(folder, entry)).file.path).toBe(join(folder, 'todos.json'));
    }
  });

  test('belongs to the nearest package.json', async () => {
    const folder = await tempFolder();
    await serverIn(folder);
    const entry = await serverIn(join(folder, 'inner'));
    expect(configFor(entry).file.path).toBe(join(folder, 'inner', 'todos.json'));
  });

  test.for([
    ['an installed package', ['node_modules', 'mcp-todo-manager']],
    ["npx's cache", ['.npm', '_npx', '1a2b', 'mcp-todo-manager']],
    ['a package below another', ['node_modules', 'other', 'node_modules', 'mcp-todo-manager']],
  ] as const)('is in the home folder for %s', async ([, parts]) => {
    const entry = await serverIn(join(await tempFolder(), ...parts));
    expect(configFor(entry).file).toEqual({ path: IN_HOME, chosenBy: 'default' });
    // A relative path follows it there.
    expect(configFor(entry, { argv: ['--file', 'a.json'] }).file.path).toBe(join(dirname(IN_HOME), 'a.json'));
  });

  test('is in the server folder where only a part of its name looks disposable', async () => {
    const folder = join(await tempFolder(), 'my_node_modules_and_npx');
    expect(configFor(await serverIn(folder)).file.path).toBe(join(folder, 'todos.json'));
  });

  test('is in the home folder for an unpacked extension, told by its manifest', async () => {
    const folder = await tempFolder();
    const entry = await serverIn(folder);
    await writeFile(join(folder, 'manifest.json'), '{}');
    expect(configFor(entry).file.path).toBe(IN_HOME);
  });

  test('is not moved by a manifest elsewhere', async () => {
    const folder = await tempFolder();
    const entry = await serverIn(join(folder, 'server'));
    await writeFile(join(folder, 'manifest.json'), '{}');
    await writeFile(join(folder, 'server', 'dist', 'manifest.json'), '{}');
    expect(configFor(entry).file.path).toBe(join(folder, 'server', 'todos.json'));
  });

  test('is in the home folder where there is no package.json at all', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'main.js'), '');
    expect(configFor(join(folder, 'main.js')).file.path).toBe(IN_HOME);
    expect(configFor(join(folder, 'missing', 'main.js')).file.path).toBe(IN_HOME);
  });

  test('is found through a link to the entry, as package managers make them', async () => {
    const folder = await tempFolder();
    const entry = await serverIn(join(folder, 'server'));
    await mkdir(join(folder, 'bin'));
    await symlink(entry, join(folder, 'bin', 'mcp-todo-manager'));
    await symlink(join(folder, 'server'), join(folder, 'linked'));
    for (const path of [join('bin', 'mcp-todo-manager'), join('linked', 'dist', 'main.js')]) {
      expect(configFor(join(folder, path)).file.path).toBe(join(folder, 'server', 'todos.json'));
    }
  });
});

describe('read-only', () => {
  test.for<[boolean, Partial<Asked>]>([
    [false, {}],
    [true, { argv: ['--read-only'] }],
    [true, { argv: ['--read-only', '--file', 'a.json'] }],
    [true, { argv: ['--read-only'], env: { TODOS_READ_ONLY: '0' } }],
    [true, { env: { TODOS_READ_ONLY: '1' } }],
    [true, { env: { TODOS_READ_ONLY: 'true' } }],
    [true, { env: { TODOS_READ_ONLY: ' TRUE ' } }],
    [false, { env: { TODOS_READ_ONLY: '0' } }],
    [false, { env: { TODOS_READ_ONLY: 'false' } }],
    [false, { env: { TODOS_READ_ONLY: 'Off' } }],
    [false, { env: { TODOS_READ_ONLY: 'no' } }],
    [false, { env: { TODOS_READ_ONLY: '' } }],
    [false, { env: { TODOS_READ_ONLY: '${user_config.read_only}' } }],
  ])('is %s with %j', ([readOnly, given]) => {
    expect(configFor('main.js', given)).toMatchObject({ readOnly, warnings: [] });
  });

  test('is the safe answer to a value that means neither, with a warning', () => {
    expect(configFor('main.js', { env: { TODOS_READ_ONLY: 'maybe' } })).toMatchObject({
      readOnly: true,
      warnings: [
        'TODOS_READ_ONLY "maybe" is neither 1 nor 0; starting read-only. Set it to 0 to allow changes.',
      ],
    });
  });
});

describe('LOG_LEVEL', () => {
  test.for([
    [undefined, 'info'],
    ['', 'info'],
    ['${user_config.log_level}', 'info'],
    ['debug', 'debug'],
    ['info', 'info'],
    ['WARNING', 'warning'],
    [' error ', 'error'],
  ] as const)('%j means %s', ([level, means]) => {
    expect(configFor('main.js', { env: { LOG_LEVEL: level } })).toMatchObject({
      logLevel: means,
      warnings: [],
    });
  });

  test('that is none falls back with a warning', () => {
    expect(configFor('main.js', { env: { LOG_LEVEL: 'loud' } })).toMatchObject({
      logLevel: 'info',
      warnings: ['LOG_LEVEL "loud" is not one of debug, info, warning, error; using info.'],
    });
  });
});

describe('TODOS_TIMEZONE', () => {
  test.for([
    [undefined, undefined],
    ['', undefined],
    ['${user_config.timezone}', undefined],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    [' Pacific/Kiritimati ', 'Pacific/Kiritimati'],
    ['UTC', 'UTC'],
  ] as const)('%j means %s', ([zone, means]) => {
    const config = configFor('main.js', { env: { TODOS_TIMEZONE: zone } });
    expect(config.timeZone).toBe(means);
    expect(config.warnings).toEqual([]);
  });

  test.for(['Mars/Olympus', 'Berlin', 'GMT+99'])('that is none falls back with a warning: %s', (zone) => {
    const config = configFor('main.js', { env: { TODOS_TIMEZONE: zone } });
    expect(config.timeZone).toBeUndefined();
    expect(config.warnings).toEqual([
      `TODOS_TIMEZONE "${zone}" is not a time zone such as Europe/Berlin; using the system's.`,
    ]);
  });
});

describe('TODOS_BOARD', () => {
  test.for([
    [undefined, 'auto'],
    ['${user_config.board}', 'auto'],
    ['auto', 'auto'],
    ['ALWAYS', 'always'],
    [' never ', 'never'],
  ] as const)('%j means %s', ([board, means]) => {
    expect(configFor('main.js', { env: { TODOS_BOARD: board } })).toMatchObject({
      board: means,
      warnings: [],
    });
  });

  test('that is none counts as auto, with a warning', () => {
    expect(configFor('main.js', { env: { TODOS_BOARD: 'yes' } })).toMatchObject({
      board: 'auto',
      warnings: ['TODOS_BOARD "yes" is not one of always, auto, never; using auto.'],
    });
  });
});

/** What is asked for, on the command line and around it. */
interface Asked extends Surroundings {
  readonly argv: readonly string[];
}

function configFor(entry: string, { argv = [], ...given }: Partial<Asked> = {}): Config {
  return readConfig(readCommandLine(argv).flags, { env: {}, home: HOME, entry, ...given });
}

/** Puts a server's package.json and built entry into `folder` and gives the path of the entry. */
async function serverIn(folder: string): Promise<string> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{}');
  await writeFile(join(folder, 'dist', 'main.js'), '');
  return join(folder, 'dist', 'main.js');
}
