/** Opens MCP Inspector on the built server with a temporary copy of the example list. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { npmCommand } from './npm-command.ts';

/** Version 2 shows the board in its Apps tab, but needs a newer Node. */
const isNewNode = process.versions.node.localeCompare('22.19', 'en', { numeric: true }) >= 0;
const INSPECTOR = `@modelcontextprotocol/inspector@${isNewNode ? '2.12.0' : '0.15.0'}`;

const folder = mkdtempSync(join(tmpdir(), 'todo-manager-'));
const file = join(folder, 'todos.json');
copyFileSync('todos.example.json', file);
console.error(`Inspecting a copy of todos.example.json: ${file}`);
const server = [process.execPath, 'dist/main.js', '--file', file];
const [npm, ...npmArgs] = npmCommand();
const inspect = [...npmArgs, 'exec', '--yes', '--', INSPECTOR, ...process.argv.slice(2)];
const inspector = spawn(npm, [...inspect, ...server], { stdio: 'inherit' });
process.on('SIGINT', () => inspector.kill('SIGINT'));
inspector.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
