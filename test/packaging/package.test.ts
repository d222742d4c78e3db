/** The npm package, assembled, packed, installed into an empty folder and driven, as its user would. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { publint } from 'publint';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { callTool, temporaryFolder } from '../support/in-process.ts';
import { run, runNpm, runScript } from '../support/run-command.ts';
import { withoutHash } from '../support/spawned.ts';
import { lastingFolder } from '../support/temp-folder.ts';

/** What installing may bring, in packages and in bytes. */
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

test('the package holds what runs, and nothing else', () => {
  expect(packed?.files.map(({ path }) => withoutHash(path)).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'claude_desktop_config.example.json',
    'dist/LICENSES.txt',
    'dist/board.html',
    'dist/in-out-HASH.js',
    'dist/main.js',
    'dist/postgres-store-HASH.js',
    'dist/run-command-HASH.js',
    'docs/board-dark.png',
    'docs/board-light.png',
    'docs/inspector.png',
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

test('its README begins with installing the package, needs no checkout, and its links lead somewhere', () => {
  const readme = readFileSync(join(assembled, 'README.md'), 'utf8');
  expect(readme.split('\n').slice(0, 30).join('\n')).toContain('npm install --global mcp-todo-manager');
  expect(readme).not.toMatch(
    /npm (?:ci && |run |start|test)|checkout only|package only|<!-- end of checkout/,
  );
  const links = [...readme.matchAll(/\]\(([^)]*)\)/g)].map(([, target = '']) => target);
  const inside = links.filter((target) => !/^(?:https:|#)/.test(target));
  expect(inside).toEqual(['docs/inspector.png', 'docs/board-light.png', 'docs/board-dark.png']);
  expect(packed?.files.map(({ path }) => path)).toEqual(expect.arrayContaining(inside));
});

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: assembled, strict: true, pack: 'npm' });
  expect(messages).toEqual([]);
});

describe('installed into an empty folder', () => {
  const installed = join(folder, 'empty');

  beforeAll(async () => {
    mkdirSync(installed);
    await install();
  });

  async function install(): Promise<void> {
    await runNpm(installed, 'install', join(folder, packed?.filename ?? ''));
  }

  test(`it brings at most ${BUDGET.packages} packages and ${BUDGET.bytes} bytes`, () => {
    const modules = join(installed, 'node_modules');
    const files = readdirSync(modules, { recursive: true, withFileTypes: true });
    const manifests = files.filter(({ name }) => name === 'package.json');
    expect(manifests.length).toBeLessThanOrEqual(BUDGET.packages);
    const bytes = files
      .filter((file) => file.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(BUDGET.bytes);
  });

  test('its bin keeps the todos in the home folder, and they outlive a new version and its removal', async () => {
    const home = temporaryFolder();
    expect(await todosAfterAdding('Buy milk', { HOME: home })).toEqual(['Buy milk']);
    const file = join(home, '.todo-manager', 'todos.json');
    const saved = readFileSync(file, 'utf8');
    await install();
    expect(await todosAfterAdding('Call mum', { HOME: home })).toEqual(['Buy milk', 'Call mum']);
    await runNpm(installed, 'uninstall', 'mcp-todo-manager');
    expect(readdirSync(join(installed, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toBe(saved);
    expect(readFileSync(file, 'utf8')).toContain('Buy milk');
    await install();
    expect(await todosAfterAdding('Water the plants', { HOME: home })).toHaveLength(3);
  });

  test('its commands find what they need', async () => {
    const { command, args } = bin();
    const { stdout } = await run(command, [...args, 'print-config', 'cursor']);
    expect(JSON.parse(stdout)).toHaveProperty('mcpServers.todo-manager');
  });

  test('TODOS_FILE wins', async () => {
    const home = temporaryFolder();
    const file = join(home, 'mine.json');
    writeFileSync(file, '{"todos": [{"id": 7, "title": "Old", "completed": false}]}');
    expect(await todosAfterAdding('New', { HOME: home, TODOS_FILE: file })).toEqual(['Old', 'New']);
    expect(readdirSync(home)).not.toContain('.todo-manager');
  });

  /** The titles that the installed bin lists, started from another current directory, when it has added one. */
  async function todosAfterAdding(title: string, env: Readonly<Record<string, string>>): Promise<unknown> {
    const client = new Client({ name: 'test', version: '1.0.0' });
    onTestFinished(() => client.close());
    const home = env['HOME'] ?? '';
    await client.connect(
      new StdioClientTransport({
        ...bin(),
        cwd: home,
        env: { ...env, USERPROFILE: home, PATH: process.env['PATH'] ?? '' },
        stderr: 'ignore',
      }),
    );
    await callTool(client, 'add_todo', { title });
    const { structured } = await callTool(client, 'list_todos');
    return (structured['todos'] as { title: string }[]).map((todo) => todo.title);
  }

  function bin(): { command: string; args: string[] } {
    const path = join(installed, 'node_modules', '.bin', 'mcp-todo-manager');
    return process.platform === 'win32'
      ? { command: 'cmd', args: ['/c', `${path}.cmd`] }
      : { command: path, args: [] };
  }
});
