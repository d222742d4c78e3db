import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { runScript } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-folder.ts';

test('npm run inspect passes any path unchanged to Inspector, and removes its copy of the list', async () => {
  const folder = join(tempFolder(), 'a b ü [x] & c');
  mkdirSync(folder);
  const npm = join(folder, 'npm-cli.cjs');
  writeFileSync(
    npm,
    `const args = process.argv.slice(2);
     console.log(JSON.stringify({ args, copied: require('node:fs').existsSync(args.at(-1)) }));`,
  );
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('npm_execpath', npm);
  for (const variable of ['TMPDIR', 'TEMP']) vi.stubEnv(variable, folder);

  const { args, copied } = JSON.parse(await runScript('packaging/inspect.ts', '--cli')) as {
    args: string[];
    copied: boolean;
  };
  const file = args.at(-1) ?? '';
  const [inspector] = args.splice(3, 1);
  expect(inspector).toMatch(/^@modelcontextprotocol\/inspector@\d/);
  expect(args).toEqual(['exec', '--yes', '--', '--cli', process.execPath, 'dist/main.js', '--file', file]);
  expect([file.startsWith(folder), basename(file), copied]).toEqual([true, 'todos.json', true]);
  expect(existsSync(file)).toBe(false);
});
