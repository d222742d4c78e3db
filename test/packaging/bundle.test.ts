import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { temporaryFolder } from '../support/in-process.ts';
import { preloading } from '../support/preload.ts';
import { BUILT_FILES, ENTRY, startSpawned } from '../support/spawned.ts';

const bundle = readFileSync(ENTRY, 'utf8');
const chunks = BUILT_FILES.filter((name) => name !== 'main.js').map(
  (name) => [name, readFileSync(join(dirname(ENTRY), name), 'utf8')] as const,
);

describe('what makes the bundle load fast is in it', () => {
  test('all that a start needs, in one file', () => {
    expect(importsOf(bundle)).toEqual(['node:module']);
  });

  test('no character beyond ASCII, which would double the memory of all of it', () => {
    expect(bundle).toMatch(/^[\0-\x7f]*$/);
  });

  test.for([
    ["zod's converters", 'fromJSONSchema'],
    ["zod's languages", 'locales/de'],
    ['the schemas of the SDK that a server has no use for', 'ServerResultSchema'],
    ['a second validator', 'ajv/dist'],
    ['the libraries of import and export', 'node_modules/ical.js'],
  ])('without %s', ([, trace]) => {
    expect(bundle).not.toContain(trace);
  });
});

test.for(chunks)('%s imports what it shares with the program, and has no copy of it', ([, chunk]) => {
  expect(new Set(importsOf(chunk))).toEqual(new Set(['node:module', './main.js']));
  const modules = (text: string) => [...text.matchAll(/^\/\/ (?:src|node_modules)\/.*$/gm)].map(String);
  expect(modules(chunk)).not.toHaveLength(0);
  const program = new Set(modules(bundle));
  expect(modules(chunk).filter((module) => program.has(module))).toEqual([]);
});

test('before the first change nothing is loaded that only changes need, and no function is made of text', async () => {
  const server = await startSpawned({
    env: preloading(`
      globalThis.Function = new Proxy(Function, { construct() { process.stderr.write('a function of text\\n'); } });
      process.on('exit', () => process.stderr.write(process.moduleLoadList.join('\\n')));
    `),
  });
  await server.request('tools/list');
  await server.call('list_todos');
  server.child.stdin.end();
  await server.exitCode();
  expect(server.stderr).toContain('NativeModule fs');
  expect(server.stderr).not.toMatch(/^NativeModule .*crypto/m);
  expect(server.stderr).not.toContain('NativeModule worker_threads');
  expect(server.stderr).not.toContain('a function of text');
});

test('the server needs main.js alone', async () => {
  const folder = temporaryFolder();
  copyFileSync(ENTRY, join(folder, 'main.mjs'));
  const server = await startSpawned({ entry: join(folder, 'main.mjs') });
  expect((await server.call('add_todo', { title: 'Buy milk' })).result).toMatchObject({
    structuredContent: {},
  });
  server.child.stdin.end();
  expect(await server.exitCode()).toBe(0);
});

/** The modules that a built file imports; Node's own are required instead, as importing one loads all that it exports. */
function importsOf(text: string): unknown[] {
  return [...text.matchAll(/^(?:import|\}) .*from ["'](.*)["'];$/gm)].map(([, module]) => module);
}
