/**
 * Assembles the npm package: the bundle and what belongs to it, and a manifest without dependencies, as the bundle has
 * them inside. `npm publish dist/package` publishes it.
 *
 *     tsx packaging/package.ts [FOLDER]
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const [, , folder = 'dist/package'] = process.argv;
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

rmSync(folder, { recursive: true, force: true });
mkdirSync(`${folder}/dist`, { recursive: true });
for (const file of FILES) cpSync(file, `${folder}/${file}`);
writeFileSync(`${folder}/package.json`, `${JSON.stringify({ ...published, files: FILES }, null, 2)}\n`);
