import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { runEntry } from '../support/run-entry.ts';
import { tempFolder } from '../support/temp-folder.ts';

test('--version prints the version, and nothing else', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await runEntry(['--version'], { home: await tempFolder() })).toEqual({
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test('--help prints every command and flag', async () => {
  const { code, stdout, stderr } = await runEntry(['--help'], { home: await tempFolder() });
  for (const word of ['doctor', 'print-config CLIENT', '--file PATH', '--read-only', '--help', '--version']) {
    expect(stdout).toContain(word);
  }
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('an invalid command line is an error on stderr, with exit code 2', async () => {
  const home = await tempFolder();
  for (const args of [['--flie'], ['docter'], ['print-config', 'emacs']]) {
    const { code, stdout, stderr } = await runEntry(args, { home });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(args.at(-1));
    expect(stderr).toContain('Usage: mcp-todo-manager');
  }
});
