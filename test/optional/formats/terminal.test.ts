import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { shellLine } from '../../../src/cli/shell.ts';
import { runEntry } from '../../support/run-entry.ts';
import { ENTRY } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const HOSTILE = 'red \u001B[31m\u009B2J bell \u0007 turned \u202Eback\u2066 over\rwritten';
const SAFE = 'red \uFFFD[31m\uFFFD2J bell \uFFFD turned \uFFFDback\uFFFD over';

/** A folder with a list of one todo. */
function folderWithList(): string {
  const folder = tempFolder();
  const todo = { id: 1, title: 'Naïve 🙂', completed: false, description: HOSTILE };
  writeFileSync(join(folder, 'todos.json'), JSON.stringify({ todos: [todo] }));
  return folder;
}

/** What a person sees in a terminal. */
function inTerminal(folder: string, ...args: string[]): string {
  const command = shellLine([process.execPath, ENTRY, ...args]);
  execFileSync('script', ['-qec', command, join(folder, 'seen')], { cwd: folder, stdio: 'ignore' });
  return readFileSync(join(folder, 'seen'), 'utf8');
}

const hasTerminals = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

test.skipIf(!hasTerminals).for(['md', 'csv'])(
  'export as %s to a terminal prints nothing that controls it',
  (format) => {
    const folder = folderWithList();
    const seen = inTerminal(folder, 'export', '--format', format, '--file', join(folder, 'todos.json'));
    expect(seen).toContain('Naïve 🙂');
    expect(seen).toContain(SAFE);
    expect(seen.replaceAll(/\r+\n/g, '\n')).not.toMatch(/(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
  },
);

test('a file and a pipe get the text as it is', async () => {
  const folder = folderWithList();
  const args = ['export', '--format', 'csv', '--file', join(folder, 'todos.json')];
  expect((await runEntry(args, { home: folder })).stdout).toContain(HOSTILE);
  await runEntry([...args, '--output', 'out.csv'], { home: folder });
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toContain(HOSTILE);
});
