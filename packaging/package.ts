/**
 * Assembles the npm package in dist/package: the bundle and what belongs to it, and a manifest without dependencies, as
 * the bundle has them inside. `npm publish dist/package` publishes it.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const FOLDER = 'dist/package';
const FILES = [
  'dist/main.js',
  'dist/LICENSES.txt',
  'README.md',
  'LICENSE',
  'todos.example.json',
  'claude_desktop_config.example.json',
];

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
const { dependencies: _, devDependencies: __, scripts: ___, ...published } = manifest;

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(`${FOLDER}/dist`, { recursive: true });
for (const file of FILES) cpSync(file, `${FOLDER}/${file}`);
writeFileSync(`${FOLDER}/package.json`, `${JSON.stringify({ ...published, files: FILES }, null, 2)}\n`);
