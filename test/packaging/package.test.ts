/** The npm package, assembled, packed, installed into an empty folder and used as its users do. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { publint } from 'publint';
import { beforeAll, describe, expect, test } from 'vitest';

import { run, runNpm, runScript } from '../support/run-command.ts';
import { namesWithoutHashes } from '../support/spawned.ts';
import { stdioClient, titlesAfterAdding, userEnv } from '../support/stdio-client.ts';
import { lastingFolder, tempFolder } from '../support/temp-folder.ts';

/** The most that an installation may bring, in packages and in bytes. */
const BUDGET = { packages: 3, bytes: 3 * 1024 * 1024 };

interface Packed {
  readonly filename: string;
  readonly files: { readonly path: string }[];
}

const folder = lastingFolder();
const assembled = join(folder, 'package');
let packed: Packed | undefined;

beforeAll(async () => {
  await runScript('packaging/package.ts', assembled);
  [packed] = JSON.parse(await runNpm(folder, 'pack', assembled, '--json')) as Packed[];
});

test('the package holds only what it needs', () => {
  expect(namesWithoutHashes((packed?.files ?? []).map(({ path }) => path))).toEqual([
    'LICENSE',
    'README.md',
    'claude_desktop_config.example.json',
    'dist/LICENSES.txt',
    'dist/board.html',
    'dist/chunk-HASH.js',
    'dist/copy-HASH.js',
    'dist/doctor-HASH.js',
    'dist/doctor-database-HASH.js',
    'dist/doctor-http-HASH.js',
    'dist/help-HASH.js',
    'dist/in-out-HASH.js',
    'dist/main.js',
    'dist/postgres-store-HASH.js',
    'dist/print-config-HASH.js',
    'dist/serve-HASH.js',
    'dist/todo-commands-HASH.js',
    'docs/board-dark.png',
    'docs/board-light.png',
    'docs/board-week.png',
    'docs/terminal.svg',
    'package.json',
    'todos.example.json',
  ]);
  const manifest = JSON.parse(readFileSync(join(assembled, 'package.json'), 'utf8')) as object;
  for (const field of ['dependencies', 'scripts', 'private', 'allowScripts']) {
    expect(manifest).not.toHaveProperty(field);
  }
});

test('only the assembled package can be published', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ private: true });
});

test('its README begins with installing the package, needs no checkout, and has no broken links', () => {
  const readme = readFileSync(join(assembled, 'README.md'), 'utf8');
  expect(readme.split('\n').slice(0, 30).join('\n')).toContain('npm install --global mcp-todo-manager');
  expect(readme).not.toMatch(
    /npm (?:ci && |run |start|test)|checkout only|package only|<!-- end of checkout/,
  );
  const links = [...readme.matchAll(/(?:\]\(|src(?:set)?=")([^)"]*)/g)].map(([, target = '']) => target);
  const inside = links.filter((target) => !/^(?:https:|#)/.test(target));
  expect(inside).toEqual([
    'docs/board-dark.png',
    'docs/board-light.png',
    'docs/board-week.png',
    'docs/terminal.svg',
  ]);
  expect(packed?.files.map(({ path }) => path)).toEqual(expect.arrayContaining(inside));
});

test('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: assembled, strict: true, pack: 'npm' });
  expect(messages).toEqual([]);
});

describe('installed into an empty folder', () => {
  const installed = join(folder, 'empty');
  const modules = join(installed, 'node_modules');
  const install = () => runNpm(installed, 'install', join(folder, packed?.filename ?? ''));

  beforeAll(async () => {
    mkdirSync(installed);
    await install();
  });

  test(`it brings at most ${BUDGET.packages} packages and ${BUDGET.bytes} bytes`, () => {
    const files = readdirSync(modules, { recursive: true, withFileTypes: true });
    const manifests = files.filter(({ name }) => name === 'package.json');
    expect(manifests.length).toBeLessThanOrEqual(BUDGET.packages);
    const bytes = files
      .filter((file) => file.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(BUDGET.bytes);
  });

  test('its todos in the home folder survive an update and its removal', async () => {
    const home = tempFolder();
    expect(await titlesWith('Buy milk', userEnv(home))).toEqual(['Buy milk']);
    expect(existsSync(join(home, '.todo-manager', 'todos.json'))).toBe(true);
    await install();
    expect(await titlesWith('Call mum', userEnv(home))).toEqual(['Buy milk', 'Call mum']);
    await runNpm(installed, 'uninstall', 'mcp-todo-manager');
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual([]);
    await install();
    expect(await titlesWith('Water the plants', userEnv(home))).toHaveLength(3);
  });

  test('its commands find what they need', async () => {
    const { command, args } = bin();
    const { stdout } = await run(command, [...args, 'print-config', 'cursor']);
    expect(JSON.parse(stdout)).toHaveProperty('mcpServers.todo-manager');
  });

  test('TODOS_FILE wins over the home folder', async () => {
    const home = tempFolder();
    const file = join(home, 'mine.json');
    writeFileSync(file, '{"todos": [{"id": 7, "title": "Old", "completed": false}]}');
    expect(await titlesWith('New', { ...userEnv(home), TODOS_FILE: file })).toEqual(['Old', 'New']);
    expect(readdirSync(home)).not.toContain('.todo-manager');
  });

  async function titlesWith(added: string, env: Readonly<Record<string, string>>): Promise<string[]> {
    const client = await stdioClient(bin(), env);
    const titles = await titlesAfterAdding(client, added);
    await client.close();
    return titles;
  }

  function bin(): { command: string; args: string[] } {
    const path = join(modules, '.bin', 'mcp-todo-manager');
    return process.platform === 'win32'
      ? { command: 'cmd', args: ['/c', `${path}.cmd`] }
      : { command: path, args: [] };
  }
});
