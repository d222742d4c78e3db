import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { preloading } from '../support/preload.ts';
import { ENTRY, startSpawned } from '../support/spawned.ts';

const bundle = readFileSync(ENTRY, 'utf8');

describe('what makes the bundle load fast is in it', () => {
  test('no character beyond ASCII, which would double the memory of all of it', () => {
    expect(bundle).toMatch(/^[\0-\x7f]*$/);
  });

  test("Node's own modules are required: importing one loads all that it exports", () => {
    const imported = [...bundle.matchAll(/^import .* from ["'](.*)["'];$/gm)].map(([, module]) => module);
    expect(imported).toEqual(['node:module']);
  });

  test.for([
    ["zod's converters", 'fromJSONSchema'],
    ["zod's languages", 'locales/de'],
    ['the schemas of the SDK that a server has no use for', 'ServerResultSchema'],
    ['a second validator', 'ajv/dist'],
  ])('without %s', ([, trace]) => {
    expect(bundle).not.toContain(trace);
  });
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
