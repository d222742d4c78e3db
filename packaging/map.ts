/**
 * Writes docs/map.md: the files of src/, each with the first sentence of the comment that it begins with.
 *
 *     tsx packaging/map.ts [--check]
 *
 * With --check it writes nothing and fails when the map is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';

const MAP = 'docs/map.md';
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path))
  .toSorted();
const folders = [...new Set(files.map((file) => posix.dirname(file)))].toSorted();
const map = [
  '# Map of `src/`',
  '',
  'One line per TypeScript file: the first sentence of the comment that it begins with. `npm run readme` writes this page.',
  ...folders.flatMap((folder) => ['', `## \`${posix.join('src', folder)}/\``, '', ...linesOf(folder)]),
  '',
].join('\n');

// An editor or Git on Windows may have saved it with CRLF.
const written = readFileSync(MAP, 'utf8').replaceAll('\r\n', '\n');
if (!process.argv.includes('--check')) {
  writeFileSync(MAP, map);
} else if (map !== written) {
  console.error(`${MAP} is out of date: run \`npm run readme\`.`);
  process.exitCode = 1;
}

function linesOf(folder: string): string[] {
  return files
    .filter((file) => posix.dirname(file) === folder)
    .map((file) => `- \`${posix.basename(file)}\`: ${aboutOf(file)}`);
}

/** @throws Error when a file doesn't begin with a comment, which its readers need as much as the map does */
function aboutOf(file: string): string {
  const source = readFileSync(posix.join('src', file), 'utf8');
  const comment = /^\/\*\*(.*?)\*\//s.exec(source)?.[1];
  if (comment === undefined)
    throw new Error(`src/${file} doesn't begin with a comment that says what it is for.`);
  const text = comment.replaceAll(/\r?\n \* ?/g, '\n').trim();
  const paragraph = text.split('\n\n')[0]?.replaceAll('\n', ' ') ?? '';
  const sentence = /^.*?[.](?= |$)/.exec(paragraph)?.[0] ?? paragraph;
  return sentence.replace(/:$/, '.').replaceAll(/\{@link (\w+)\}/g, '`$1`');
}
