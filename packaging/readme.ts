/**
 * Writes the tables of tools, resources and prompts in README.md, each between two comments that name it.
 *
 *     tsx packaging/readme.ts [--check]
 *
 * With --check it writes nothing and fails when a table is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { prompts } from '../src/mcp/prompts/index.ts';
import { resources } from '../src/mcp/resources/index.ts';
import { todoById } from '../src/mcp/resources/todo-by-id.ts';
import { allTools } from './all-tools.ts';

const TABLES: Readonly<Record<string, string>> = {
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
};

// An editor or Git on Windows may have saved it with CRLF.
const written = readFileSync('README.md', 'utf8').replaceAll('\r\n', '\n');
const readme = Object.entries(TABLES).reduce(withTable, written);
if (!process.argv.includes('--check')) {
  writeFileSync('README.md', readme);
} else if (readme !== written) {
  console.error('The tables in README.md are out of date: run `npm run readme`.');
  process.exitCode = 1;
}

function withTable(text: string, [name, rows]: [string, string]): string {
  const start = `<!-- ${name}: written by packaging/readme.ts -->\n`;
  const end = `<!-- end of ${name} -->\n`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table of ${name}.`);
  return `${text.slice(0, from)}${start}\n${rows}\n${text.slice(to)}`;
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
