/**
 * Writes the tables of tools, resources and prompts and the conversation in README.md, each between two comments that name
 * it.
 *
 *     tsx packaging/readme.ts [--check]
 *
 * With --check it writes nothing and fails when one is out of date, or the README is longer than anybody reads.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { prompts } from '../src/mcp/prompts/index.ts';
import { resources } from '../src/mcp/resources/index.ts';
import { todoById } from '../src/mcp/resources/todo-by-id.ts';
import { allTools } from './all-tools.ts';
import { transcript } from './transcript.ts';

/** Without what is folded. */
const MOST_WORDS = 1900;

const WRITTEN: Readonly<Record<string, string>> = {
  tools: table(
    ['tool', 'arguments (**required**)', 'what the assistant is told'],
    allTools.map(({ name, inputSchema: { properties = {}, required = [] }, description }) => [
      code(name),
      Object.keys(properties)
        .map((argument) => (required.includes(argument) ? `**${code(argument)}**` : code(argument)))
        .join(', '),
      description,
    ]),
  ),
  resources: table(
    ['resource', 'holds', 'type'],
    [
      ...resources.map(({ uri, description, mimeType }) => [code(uri), description, mimeType]),
      [code(todoById.uriTemplate), todoById.description, todoById.mimeType],
    ],
  ),
  prompts: table(
    ['prompt', 'arguments', 'does'],
    prompts.map(({ name, args, description }) => [
      code(name),
      Object.keys(args).map(code).join(', '),
      description,
    ]),
  ),
  transcript: `\`\`\`text\n${await transcript()}\`\`\`\n`,
};

// An editor or Git on Windows may have saved it with CRLF.
const written = readFileSync('README.md', 'utf8').replaceAll('\r\n', '\n');
const stale = Object.entries(WRITTEN).filter((part) => withPart(written, part) !== written);
const readme = stale.reduce(withPart, written);
if (!process.argv.includes('--check')) {
  writeFileSync('README.md', readme);
} else if (stale.length) {
  const names = stale.map(([name]) => name).join(', ');
  console.error(`README.md is out of date (${names}): run \`npm run readme\`.`);
  process.exitCode = 1;
}
const words = wordsIn(readme);
if (words > MOST_WORDS) {
  console.error(`README.md has ${words} words, ${MOST_WORDS} at most: move something to docs/ or fold it.`);
  process.exitCode = 1;
}

/** What a person reads on the page: not markup, addresses, comments or what is folded. */
function wordsIn(text: string): number {
  const shown = text
    .replaceAll(/<details>[^]*?<\/details>|<!--[^]*?-->|<[^>]+>/g, ' ')
    .replaceAll(/\]\([^)]*\)/g, '] ');
  return shown.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function withPart(text: string, [name, part]: [string, string]): string {
  const start = `<!-- ${name}: written by packaging/readme.ts -->\n`;
  const end = `<!-- end of ${name} -->\n`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no place for its ${name}.`);
  return `${text.slice(0, from)}${start}\n${part}\n${text.slice(to)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return `${lines.join('\n')}\n`;
}

function code(text: string): string {
  return `\`${text}\``;
}
