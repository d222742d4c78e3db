import { readFileSync } from 'node:fs';

import type { Agent } from './agents.ts';
import type { Seen } from './scenario.ts';
import type { Served } from './wire.ts';

const BEGIN = '<!-- rows written by test/agents/run.ts -->\n';
const END = '<!-- end of these rows -->';
const HEAD = [
  '| agent | speaks | tools offered | our instructions | answers shown | refuses by itself | our refusals | list of 61, both forms | resources | prompts | board | server ends |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

/** The agent's row of the page. */
export function rowOf(
  agent: Agent,
  seen: Seen,
  wire: readonly Served[],
  requests: readonly string[],
): string {
  const received = wire.flatMap((each) => each.received);
  const asked = (method: string) => received.some((message) => message.method === method);
  const results = wire.flatMap(({ sent }) => sent.flatMap(({ result }) => result ?? []));
  const { version } = JSON.parse(
    readFileSync(new URL(`node_modules/${agent.package}/package.json`, import.meta.url), 'utf8'),
  ) as { version: string };
  const prompt = agent.prompt !== undefined && requests.some((body) => body.includes('Plan my next week'));
  const ends = new Set(wire.map(({ exitCode }) => (exitCode === undefined ? 'killed' : `exit ${exitCode}`)));
  const cells = [
    `${agent.title} ${version}`,
    asked('server/discover') ? '2026-07-28' : results.find((each) => each.protocolVersion)?.protocolVersion,
    seen.searched ? 'by its search' : 'all',
    instructionsShown(results.find((each) => each.instructions)?.instructions ?? '', requests),
    [...seen.forms].join(', or '),
    seen.refusedItself.join(', ') || 'nothing',
    [...seen.marks].join(', or '),
    seen.longAnswer,
    seen.resource ? 'read by the model' : asked('resources/list') ? 'listed' : 'no',
    prompt ? 'run' : asked('prompts/list') ? 'listed' : 'no',
    results.some(({ tools }) => tools?.some(({ name }) => name === 'show_board')) ? 'listed' : 'no',
    [...ends].join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** How much of our instructions the model gets, first and later. */
function instructionsShown(instructions: string, requests: readonly string[]): string {
  const escaped = JSON.stringify(instructions).slice(1, -1);
  const shown = requests.map((body) => {
    let length = escaped.length;
    while (length > 20 && !body.includes(escaped.slice(0, length))) length--;
    return length > 20 ? length : 0;
  });
  const first = shown.find((length) => length > 0);
  const amount = (length: number) => (length === escaped.length ? 'whole' : `${length} characters`);
  if (first === undefined) return 'never';
  const most = Math.max(...shown);
  return first === most ? amount(first) : `${amount(first)}, then ${amount(most)}`;
}

/** The page with these agents' rows, in the order it has; new ones come last. */
export function pageWith(page: string, rows: ReadonlyMap<string, string>): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const [table = '', ...after] = rest.split(END);
  const titled = new Map<string, string>();
  for (const row of table.trim().split('\n').slice(HEAD.length)) {
    titled.set(/^\| (.*?) [\d.]+ \|/.exec(row)?.[1] ?? row, row);
  }
  for (const [title, row] of rows) titled.set(title, row);
  return [before, BEGIN, [...HEAD, ...titled.values()].join('\n'), '\n', END, ...after].join('');
}
