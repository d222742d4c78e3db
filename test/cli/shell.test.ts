import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { shellLine } from '../../src/cli/shell.ts';
import { run } from '../support/run-command.ts';
import { runEntry } from '../support/run-entry.ts';
import { entryIn } from '../support/situation.ts';
import { tempFolder } from '../support/temp-folder.ts';

const HARD = [
  "it's",
  '$HOME',
  '`date`',
  '$(date)',
  '"x"',
  'a & b',
  'a;b',
  '*',
  '~',
  '!!',
  '{a,b}',
  'ä ö',
  'a\\b',
  '#',
  '',
];
const URL = 'postgres://ada@db.example.org/todos?sslmode=require&channel_binding=require';

test.skipIf(process.platform === 'win32')('every word of a pasted line arrives as it is', async () => {
  const line = shellLine(['printf', '%s\\n', ...HARD, URL]);
  const { stdout } = await run('sh', ['-c', line]);
  expect(stdout).toBe(`${[...HARD, URL].join('\n')}\n`);
});

test.for<[word: string, pasted: string]>([
  ['C:\\Users\\Ada\\main.js', 'C:\\Users\\Ada\\main.js'],
  ['C:\\Program Files\\node.exe', '"C:\\Program Files\\node.exe"'],
  ["C:\\R&D\\it's", '"C:\\R&D\\it\'s"'],
  ["C:\\$x\\it's", "'C:\\$x\\it''s'"],
  [URL, `"${URL}"`],
])('on Windows %s is pasted as %s', ([word, pasted]) => {
  expect(shellLine(['claude', word], 'win32')).toBe(`claude ${pasted}`);
});

test.skipIf(process.platform === 'win32')(
  'the printed line gives claude the paths and the settings as they are',
  async () => {
    const home = tempFolder();
    const entry = entryIn(join(home, "it's $HOME `touch ran` & co"));
    const bin = join(home, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'claude'), `#!/bin/sh\nprintf '%s\\n' "$@"\n`);
    chmodSync(join(bin, 'claude'), 0o755);
    const file = join(home, 'a & b?c=$d.json');
    const env = { TODOS_FILE: file, TODOS_TIMEZONE: 'Europe/Berlin' };
    const { stderr } = await runEntry(['print-config', 'claude-code'], { home, env, entry });
    const line = /^ *(claude mcp add .*)$/m.exec(stderr)?.[1] ?? '';
    const { PATH = '' } = process.env;
    const { stdout } = await run('sh', ['-c', line], {
      cwd: home,
      env: { ...process.env, PATH: `${bin}:${PATH}`, HOME: home },
    });
    const settings = ['--env', `TODOS_FILE=${file}`, '--env', 'TODOS_TIMEZONE=Europe/Berlin'];
    const given = ['mcp', 'add', 'todo-manager', ...settings, '--scope', 'user', process.execPath, entry];
    expect(stdout.trim().split('\n')).toEqual(given);
  },
);
