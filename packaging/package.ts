/**
 * Assembles the npm package: the built files, the README for users of the package, and a manifest without dependencies,
 * since the bundle contains them. `npm publish dist/package` publishes it.
 *
 *     tsx packaging/package.ts [FOLDER]
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const [, , folder = 'dist/package'] = process.argv;
const README = packageReadme(readFileSync('README.md', 'utf8'));
const PICTURES = [...README.matchAll(/(?:!\[[^\]]*\]\(|src(?:set)?=")(?<path>docs\/[^)"]+)/g)].map(
  ({ groups }) => groups?.['path'] ?? '',
);
const FILES = [
  ...readdirSync('dist')
    .filter((name) => name.endsWith('.js'))
    .map((name) => `dist/${name}`),
  'dist/board.html',
  'dist/LICENSES.txt',
  ...PICTURES,
  'README.md',
  'LICENSE',
  'todos.example.json',
  'claude_desktop_config.example.json',
];

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
// These fields are for the checkout, which `private` keeps from being published by mistake.
for (const field of ['dependencies', 'devDependencies', 'scripts', 'allowScripts', 'private'])
  delete manifest[field];

rmSync(folder, { recursive: true, force: true });
for (const subfolder of ['dist', 'docs']) mkdirSync(`${folder}/${subfolder}`, { recursive: true });
for (const file of FILES) cpSync(file, `${folder}/${file}`);
writeFileSync(`${folder}/README.md`, README);
writeFileSync(`${folder}/package.json`, `${JSON.stringify({ ...manifest, files: FILES }, null, 2)}\n`);

/**
 * The README for the package: without the parts for a checkout, and with those for the package, which are comments on
 * GitHub. It names the installed command, and has no links to files that the package doesn't contain.
 */
function packageReadme(readme: string): string {
  return readme
    .replaceAll('\r\n', '\n')
    .replaceAll(/<!-- checkout only -->\n[\s\S]*?<!-- end of checkout only -->\n/g, '')
    .replaceAll(/<!-- package only\n([\s\S]*?)-->\n/g, '$1')
    .replaceAll('node dist/main.js', 'mcp-todo-manager')
    .replaceAll(/(?<!!)\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, '$1');
}
