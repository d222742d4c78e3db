import { readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, posix, win32 } from 'node:path';

import { expect, test } from 'vitest';

import { homeFolder } from '../../src/config/home.ts';
import { runEntry } from '../support/run-entry.ts';
import { tempFolder } from '../support/temp-folder.ts';

const unknownUser = () => {
  throw new Error('no such user');
};

test.for<
  [env: Record<string, string>, system: Parameters<typeof homeFolder>[1], home: string, problem?: string]
>([
  [{ HOME: '/home/ada' }, { path: posix, onRecord: unknownUser }, '/home/ada'],
  [{}, { path: posix, onRecord: () => '/home/ada' }, '/home/ada'],
  ...['', 'home', '${HOME}', '~', 'C:\\Users'].map(
    (HOME): [Record<string, string>, Parameters<typeof homeFolder>[1], string, string] => [
      { HOME },
      { path: posix, onRecord: () => '/home/ada' },
      '/home/ada',
      `HOME "${HOME}" is not a full path; using /home/ada`,
    ],
  ),
  [{ HOME: 'x' }, { path: posix, onRecord: unknownUser }, '/', 'HOME "x" is not a full path, and the system'],
  [
    {},
    { path: posix, onRecord: () => 'x' },
    '/',
    'HOME is not set, and the system knows no home folder; using /.',
  ],
  [{ USERPROFILE: 'C:\\Users\\Ada', HOME: '/x' }, { path: win32, onRecord: unknownUser }, 'C:\\Users\\Ada'],
  ...['\\Users\\Ada', 'C:Users', '/x', '%USERPROFILE%'].map(
    (USERPROFILE): [Record<string, string>, Parameters<typeof homeFolder>[1], string, string] => [
      { USERPROFILE },
      { path: win32, onRecord: () => 'D:\\Ada' },
      'D:\\Ada',
      `USERPROFILE "${USERPROFILE}" is not a full path; using D:\\Ada`,
    ],
  ),
])('the home folder for %j', ([env, system, expected, problem = '']) => {
  const { home, homeProblem = '' } = homeFolder(env, system);
  expect({ home, isSaid: homeProblem !== '' }).toEqual({ home: expected, isSaid: problem !== '' });
  expect(homeProblem).toContain(problem);
});

test.for<[env: Record<string, string>, file: string]>([
  [{ HOME: '', TODOS_FILE: '~/x.json' }, 'x.json'],
  [{ HOME: 'relative', TODOS_FILE: '~/x.json' }, 'x.json'],
  [{ HOME: '${HOME}', TODOS_FILE: '~/lists/x.json' }, join('lists', 'x.json')],
])('with %j the list is not in the current folder, and doctor says why', async ([env, file]) => {
  const current = tempFolder();
  const { code, stdout } = await runEntry(['doctor'], {
    home: current,
    env: { ...env, USERPROFILE: env['HOME'] ?? '' },
  });
  const { homedir } = userInfo();
  expect(stdout).toContain(`ok      File      ${join(homedir, file)}\n`);
  expect(stdout).toMatch(/problem Setting +(HOME|USERPROFILE) ".*" is not a full path; using /);
  expect(code).toBe(1);
  expect(readdirSync(current)).toEqual([]);
});
