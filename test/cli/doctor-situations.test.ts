import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { CLAUDE_DESKTOP_FILE, claudeDesktopFolders } from '../../src/cli/claude-desktop.ts';
import { tools } from '../../src/mcp/tools/index.ts';
import { endOf, type Situation, trySetup } from '../support/situation.ts';
import { ignoresModes } from '../support/temp-folder.ts';

const READING = tools.filter(({ annotations }) => annotations.readOnlyHint).length;

const ONE = '{"todos": [{"id": 1, "title": "x", "completed": false}], "next_id": 2}';

/** Writes a list, also in a folder that doesn't exist yet. */
function list(home: string, path: string, content = ONE): void {
  mkdirSync(join(home, path, '..'), { recursive: true });
  writeFileSync(join(home, path), content);
}

/** Writes the settings of Claude Desktop; with its extension, if there is one. */
function claudeDesktop(home: string, content: object | string, extension?: string): void {
  const folders = claudeDesktopFolders({ platform: process.platform, home, env: {} });
  const folder = folders.at(-1) ?? '';
  mkdirSync(join(folder, 'Claude Extensions', extension ?? 'local.mcpb.ada.weather'), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder, CLAUDE_DESKTOP_FILE), text);
}
const starting = (...args: string[]) => ({
  mcpServers: { 'todo-manager': { command: process.execPath, args } },
});

const here = (home: string) => ['--file', join(home, 't.json')];
const OTHER = join('.todo-manager', 'todos.json');

const SITUATIONS: readonly Situation[] = [
  {
    what: 'a new checkout without a list',
    says: [
      /^ok +File +.+todos\.json\n +the default of a checkout/m,
      /Content +there is no file yet/,
      /Writable +yes\n/,
    ],
    never: [/Another list/],
    well: true,
  },
  {
    what: 'todos in the other default list',
    prepare: (home) => list(home, OTHER),
    says: [
      /^note +Lists +Another list, with 1 todo, is in .+todos\.json; it is not used here\.\n +Choose it/m,
    ],
    well: true,
  },
  {
    what: "another server in Claude Desktop's settings",
    prepare: (home) => claudeDesktop(home, { mcpServers: { weather: { url: 'https://x' } } }),
    says: [/Content/],
    never: [/Claude/],
    well: true,
  },
  {
    what: "this server in Claude Desktop's settings",
    prepare: (home) => claudeDesktop(home, starting(join(home, 'checkout', 'dist', 'main.js'))),
    says: [/^ok +Claude +.+claude_desktop_config\.json\n +starts this server.+\n.+hangs.+Built-in Node\.js/m],
    never: [/extension/],
    well: true,
  },
  {
    what: 'the same, with the built-in Node switched off, and the extension',
    prepare: (home) => {
      const settings = starting(join(home, 'checkout', 'dist', 'main.js'));
      claudeDesktop(home, { ...settings, isUsingBuiltInNodeForMcp: false }, 'local.mcpb.x.todo-manager');
    },
    says: [/^ok +Claude/m, /^note +Claude +Claude Desktop has the extension as well: two servers/m],
    never: [/Built-in/],
    well: true,
  },
  {
    what: 'a moved folder that Claude Desktop still starts',
    prepare: (home) => claudeDesktop(home, starting(join(home, 'gone', 'main.js'))),
    says: [
      /^problem +Claude +.+\n +starts .+main\.js, which doesn't exist\.\n.+print-config claude-desktop/m,
    ],
    well: false,
    works: true,
  },
  {
    what: "settings of Claude Desktop that aren't JSON",
    prepare: (home) => claudeDesktop(home, '{"mcpServers": {,}}'),
    says: [/^problem +Claude +.+\n +isn't valid, so Claude Desktop can't use it\./m],
    well: false,
    works: true,
  },
  {
    what: 'no todos in the other default list',
    prepare: (home) => list(home, OTHER, '{"todos": [], "next_id": 1}'),
    says: [/Content/],
    never: [/Another list/],
    well: true,
  },
  {
    what: 'a missing file in a missing folder',
    prepare: (home) => {
      list(home, OTHER);
      list(home, join('checkout', 'todos.json'));
    },
    args: (home) => ['--file', join(home, 'a', 'b', 't.json')],
    says: [
      /no file yet/,
      /Writable +yes; the folder will be created in .+\n/,
      /with 1 todo, is in .+checkout.+;/,
    ],
    well: true,
  },
  {
    what: 'JSON that is damaged, without a backup',
    prepare: (home) => list(home, 't.json', '{"todos": [\n{"id": 1,}\n]}'),
    args: here,
    says: [
      /^problem Content .*\(line 2, column 10/m,
      /There is no backup\. Fix it/,
      /note +Writable +not before/,
      /Backup +none/,
    ],
    never: [/\.bak/],
    well: false,
  },
  {
    what: 'JSON that is damaged, with a backup',
    prepare: (home) => {
      list(home, 't.json', '{');
      list(home, 't.json.bak');
    },
    args: here,
    says: [/^problem Content /m, /Fix it by hand or put the backup in its place \(.+t\.json\.bak\);/],
    well: false,
  },
  {
    what: 'three settings with wrong values',
    env: { TODOS_READ_ONLY: 'maybe', TODOS_TIMEZONE: 'Mars', LOG_LEVEL: 'loud' },
    says: ['TODOS_READ_ONLY', 'LOG_LEVEL', 'TODOS_TIMEZONE'].map(
      (name) => new RegExp(`^problem Setting +${name} "`, 'm'),
    ),
    well: false,
  },
  {
    what: 'four misspelt variables',
    env: { TODOS_READONLY: '1', TODO_FILE: '/x', TODOS_PATH: '/y', TODOS_TZ: 'Europe/Berlin' },
    says: ['TODOS_READ_ONLY', 'TODOS_FILE', 'TODOS_FILE', 'TODOS_TIMEZONE'].map(
      (name) => new RegExp(`^problem Setting +The variable TODO.* Did you mean ${name}\\?`, 'm'),
    ),
    well: false,
    works: true,
  },
  {
    what: "a folder in the file's place",
    prepare: (home) => mkdirSync(join(home, 't.json')),
    args: here,
    says: [
      /^problem Content .* is a folder, not a file\.\n +Set --file to a file in it, such as .+t\.json.+$/m,
    ],
    well: false,
  },
  {
    what: 'a server that only reads',
    prepare: (home) => list(home, 't.json'),
    args: (home) => ['--read-only', ...here(home)],
    says: [/Writable +not needed/, new RegExp(`Start +starts, offers ${READING} tools`)],
    well: true,
  },
  {
    what: 'an empty file',
    prepare: (home) => list(home, 't.json', ''),
    args: here,
    says: [/Content +0 todos/, /Writable +yes/],
    well: true,
  },
  {
    what: "a tutorial's array",
    prepare: (home) => list(home, 't.json', '[{"id": 1, "title": "x"}]'),
    args: here,
    says: [/^problem Content .*the content must be an object/m],
    well: false,
  },
  {
    what: 'nextId in place of next_id',
    prepare: (home) => list(home, 't.json', ONE.replace('next_id', 'nextId')),
    args: here,
    says: [/Content +1 todo,/],
    well: true,
  },
  {
    what: 'ids that are texts',
    prepare: (home) => list(home, 't.json', ONE.replace('"id": 1', '"id": "1"')),
    args: here,
    says: [/^problem Content .*todo number 1 .*"id" must be a number, not "1"/m],
    well: false,
  },
  {
    what: 'a relative path',
    args: () => ['--file', 't.json'],
    says: [/^ok +File +.+checkout.t\.json\n +chosen with --file/m, /Writable +yes\n/],
    well: true,
  },
];

const MODES: readonly Situation[] = [
  {
    what: 'a file that is read-only',
    prepare: (home) => {
      list(home, 't.json');
      chmodSync(join(home, 't.json'), 0o444);
    },
    args: here,
    says: [/Content +1 todo/, /^problem Writable .*the file is read-only\.\n.*Make it writable/m],
    well: false,
  },
  {
    what: 'a folder that is not writable',
    prepare: (home) => {
      list(home, join('shared', 't.json'));
      chmodSync(join(home, 'shared'), 0o555);
      onTestFinished(() => chmodSync(join(home, 'shared'), 0o755));
    },
    args: (home) => ['--file', join(home, 'shared', 't.json')],
    says: [
      /Content +1 todo/,
      /^problem Writable +Can't write to .+shared: permission was denied\.\n.*Check who may write/m,
    ],
    well: false,
  },
  {
    what: 'a file that can not be read',
    prepare: (home) => {
      list(home, 't.json');
      chmodSync(join(home, 't.json'), 0o000);
    },
    args: here,
    says: [
      /^problem Content .*Can't read .+: permission was denied\.\n.*Let the user who runs the server read the file/m,
    ],
    never: [/Writable +yes|write to the folder/],
    well: false,
  },
  {
    what: "a lock's folder that is not writable",
    prepare: (home) => {
      list(home, 't.json');
      mkdirSync(join(home, 't.json.lock'));
      chmodSync(join(home, 't.json.lock'), 0o555);
      onTestFinished(() => chmodSync(join(home, 't.json.lock'), 0o755));
    },
    args: here,
    says: [/^problem Writable +Can't write to .+t\.json\.lock: permission was denied\./m],
    well: false,
  },
];

test.for([...SITUATIONS, ...(ignoresModes ? [] : MODES)])(
  'doctor tells the truth about $what',
  async ({ says, never = [], well, works = well, ...setup }) => {
    const found = await trySetup(setup);
    for (const text of says) expect(found.report).toMatch(text);
    for (const text of never) expect(found.report).not.toMatch(text);
    expect(found.report).toMatch(endOf(well));
    expect(found).toMatchObject({ code: well ? 0 : 1, untouched: true, works });
  },
);
