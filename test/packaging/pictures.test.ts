/** The pictures of the terminal and of Inspector in docs/ show the server as it is. `npm run pictures` takes them again. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { expect, test } from 'vitest';

import { allTools } from '../../packaging/all-tools.ts';
import { callTool, startInProcess } from '../support/in-process.ts';
import { recordedPictures, sha256 } from '../support/pictures.ts';
import { preloading } from '../support/preload.ts';
import { runEntry } from '../support/run-entry.ts';
import { BUILT_FILES, ENTRY } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { terminal } from '../support/terminal.ts';

const COMMANDS = ['add Pay rent tomorrow', 'add Water the plants every fri', 'list', 'done 1'];
/** A clock that starts on Saturday, 2026-11-21, noon UTC. */
const CLOCK = `
  const Real = Date;
  const started = Real.now();
  const now = () => Real.parse('2026-11-21T12:00:00Z') + Real.now() - started;
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [now()])); }
    static now() { return now(); }
  };
`;

test('the picture of a terminal shows what an installed copy prints', async () => {
  const home = tempFolder();
  const entry = installedIn(home);
  const env = { ...preloading(CLOCK), TODOS_TIMEZONE: 'UTC' };
  const lines: string[] = [];
  for (const command of COMMANDS) {
    const { code, stdout, stderr } = await runEntry(command.split(' '), { home, entry, env });
    expect(code).toBe(0);
    const printed = `${stdout}${stderr}`.replaceAll(home, '/home/ada').replaceAll('\\', '/');
    lines.push(`$ mcp-todo-manager ${command}`, ...printed.trimEnd().split('\n'));
  }
  await expect(terminal(lines)).toMatchFileSnapshot(resolve('docs/terminal.svg'));
});

test('the picture of Inspector shows the tools and the answer of today', async () => {
  const picture = recordedPictures()['docs/inspector.png'];
  const file = join(tempFolder(), 'todos.json');
  copyFileSync('todos.example.json', file);
  const { client } = await startInProcess({ file });
  const { text } = await callTool(client, 'complete_todo', { todo_id: 2 });
  expect(picture?.text).toEqual([
    `Tools (${allTools.length})`,
    'Paginated',
    ...allTools.flatMap(({ title, name }) => [title, name]),
    'Results',
    ...text.split('\n').map((line) => line.trim()),
    expect.stringMatching(inspectorVersion()),
  ]);
  expect(sha256(readFileSync('docs/inspector.png'))).toBe(picture?.sha256);
});

/** The built server, where npm would install it: it keeps the list in the home folder. */
function installedIn(home: string): string {
  const folder = join(home, 'node_modules', 'mcp-todo-manager');
  mkdirSync(join(folder, 'dist'), { recursive: true });
  copyFileSync('package.json', join(folder, 'package.json'));
  for (const name of BUILT_FILES) copyFileSync(join(dirname(ENTRY), name), join(folder, 'dist', name));
  return join(folder, 'dist', 'main.js');
}

/** The newest Inspector that `npm run inspect` opens. */
function inspectorVersion(): string {
  const [, version = 'no version'] = /'(2\.[\d.]+)'/.exec(readFileSync('packaging/inspect.ts', 'utf8')) ?? [];
  return `v${version}`;
}
