import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, test } from 'vitest';

import { preloading } from '../support/preload.ts';
import { BUILT_FILES, ENTRY, startSpawned } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

const bundle = readFileSync(ENTRY, 'utf8');
const chunks = BUILT_FILES.filter((name) => name !== 'main.js').map(
  (name) => [name, readFileSync(join(dirname(ENTRY), name), 'utf8')] as const,
);
const NETWORK = /^(?:node:)?(?:cluster|dgram|dns|dns\/promises|http|http2|https|inspector|net|tls|undici)$/;

describe('main.js', () => {
  test('has everything a start needs in one file', () => {
    expect(filesImportedBy(bundle)).toEqual([]);
  });

  test('has no character beyond ASCII, which would double the memory of its source', () => {
    expect(bundle).toMatch(/^[\0-\x7f]*$/);
  });

  test.for([
    ["zod's converters", 'fromJSONSchema'],
    ["zod's languages", 'locales/de'],
    ['the SDK schemas that a server has no use for', 'ServerResultSchema'],
    ['a second validator', 'ajv/dist'],
    ['the libraries of import and export', 'node_modules/ical.js'],
    ["the SDK's transport over HTTP", 'webStandardStreamableHttp'],
  ])('is built without %s', ([, trace]) => {
    expect(bundle).not.toContain(trace);
  });

  test('loads no module that reaches the network, and uses no global that does', () => {
    const loaded = [...bundle.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]+)["']/g)];
    const modules = loaded.map(([, module = '']) => module);
    expect(modules).toContain('node:fs');
    expect(modules.filter((module) => NETWORK.test(module))).toEqual([]);
    expect(bundle).not.toMatch(/\b(?:fetch|WebSocket|EventSource)\(/);
  });

  test('makes Node load no network module that reading stdin alone does not load', async () => {
    const loading = preloading(
      `process.on('exit', () => process.stderr.write(process.moduleLoadList.join('\\n') + '\\n'));`,
    );
    const networkIn = (stderr: string) =>
      [...stderr.matchAll(/^NativeModule (.*)$/gm)]
        .map(([, name = '']) => name)
        .filter((name) => NETWORK.test(name));
    const server = await startSpawned({ env: loading });
    for (const title of ['Buy milk', 'Call Mum']) await server.call('add_todo', { title });
    await server.call('list_todos');
    server.child.stdin.end();
    expect(await server.exitCode()).toBe(0);
    // Node itself reads a piped stdin with `net`.
    const script = join(tempFolder(), 'only-reads.mjs');
    writeFileSync(script, 'process.stdin.resume(); process.stdout.write("x");');
    const env = { ...process.env, ...loading };
    const bare = spawnSync(process.execPath, [script], { input: 'x', env, encoding: 'utf8' });
    expect(server.stderr).toContain('NativeModule fs');
    expect(networkIn(server.stderr).filter((name) => !networkIn(bare.stderr).includes(name))).toEqual([]);
  });

  test('evaluates write-file-atomic with the first backup, not before', async () => {
    const evaluated = async (changes: boolean) => {
      const coverage = tempFolder();
      const server = await startSpawned({ env: { NODE_V8_COVERAGE: coverage } });
      await server.request('tools/list');
      await server.call('list_todos');
      // The second change of a day is the first with something to back up.
      if (changes) for (const title of ['Buy milk', 'Call Mum']) await server.call('add_todo', { title });
      server.child.stdin.end();
      expect(await server.exitCode()).toBe(0);
      return packagesEvaluated(coverage);
    };
    const reading = await evaluated(false);
    expect(reading).toContain('fastest-levenshtein');
    expect(reading).not.toContain('write-file-atomic');
    expect(await evaluated(true)).toContain('write-file-atomic');
  });

  test('evaluates no text as code', async () => {
    const server = await startSpawned({
      env: preloading(`
        globalThis.Function = new Proxy(Function, { construct() { process.stderr.write('a function of text\\n'); } });
      `),
    });
    await server.request('tools/list');
    await server.call('add_todo', { title: 'Buy milk' });
    expect(server.stderr).not.toContain('a function of text');
  });

  test('serves without the other built files', async () => {
    const folder = tempFolder();
    copyFileSync(ENTRY, join(folder, 'main.mjs'));
    const server = await startSpawned({ entry: join(folder, 'main.mjs') });
    const { result } = await server.call('add_todo', { title: 'Buy milk' });
    expect(result).toMatchObject({ structuredContent: {} });
    server.child.stdin.end();
    expect(await server.exitCode()).toBe(0);
  });
});

test.for(chunks)('%s imports what it needs, and has no copy of what is in another file', ([name, chunk]) => {
  const imported = filesImportedBy(chunk);
  const sources = [...chunk.matchAll(/^\/\/ ((?:src|node_modules)\/.*)$/gm)].map(([, path = '']) => path);
  const needsOthers = sources.some((path) =>
    /^(?:import|export) .* from '\./m.test(readFileSync(path, 'utf8')),
  );
  expect(imported.includes('./main.js')).toBe(needsOthers);
  expect(imported.filter((file) => !BUILT_FILES.includes(String(file).replace('./', '')))).toEqual([]);
  const modules = (text: string) => [...text.matchAll(/^\/\/ (?:src|node_modules)\/.*$/gm)].map(String);
  expect(modules(chunk)).not.toHaveLength(0);
  const others = chunks.filter(([other]) => other !== name).map(([, text]) => text);
  const elsewhere = new Set([bundle, ...others].flatMap(modules));
  expect(modules(chunk).filter((module) => elsewhere.has(module))).toEqual([]);
});

/** The packages in CommonJS whose modules ran, by V8's own count of calls. */
function packagesEvaluated(coverage: string): string[] {
  const [report = ''] = readdirSync(coverage);
  const { result } = JSON.parse(readFileSync(join(coverage, report), 'utf8')) as {
    result: { url: string; functions: { functionName: string; ranges: { count: number }[] }[] }[];
  };
  const functions = result.find(({ url }) => url === pathToFileURL(ENTRY).href)?.functions ?? [];
  const ran = functions.filter(({ ranges }) => ranges.some(({ count }) => count > 0));
  // esbuild wraps each such module in a function that is named after its file.
  return ran.flatMap(
    ({ functionName }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(functionName)?.[1] ?? [],
  );
}

function filesImportedBy(text: string): unknown[] {
  const imports = [...text.matchAll(/^(?:import|\}) .*from ["'](.*)["'];$/gm)];
  return imports.map(([, module]) => module).filter((module) => !module?.startsWith('node:'));
}
