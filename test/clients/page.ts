import { readFileSync } from 'node:fs';

/** The results of a client. */
export interface Outcome {
  readonly title: string;
  readonly versions: string;
  readonly shownBy: string;
  /** what its model sees of a tool error */
  readonly error: string;
  readonly reads: boolean;
  readonly prompts: boolean;
}

const BEGIN = '<!-- written by test/clients/run.ts from here on -->';

/** Names and installed versions of packages. */
export function versionsOf(packages: readonly string[]): string {
  return packages
    .map((name) => {
      const manifest = readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8');
      return `${name} ${(JSON.parse(manifest) as { version: string }).version}`;
    })
    .join(', ');
}

/** The page with its generated part made from these outcomes, and its handwritten part unchanged. */
export function pageWith(page: string, outcomes: readonly Outcome[]): string {
  const [byHand = ''] = page.split(BEGIN);
  return [
    `${byHand.trimEnd()}\n`,
    `${BEGIN}\n`,
    '| client | packages | tools listed | arguments: optional, choice, list, list of objects | tool error seen | resource read | prompt got |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...outcomes.map(
      ({ title, versions, reads, prompts }) =>
        `| ${title} | ${versions} | yes | yes | yes | ${yesOr(reads)} | ${yesOr(prompts)} |`,
    ),
    '',
    '## What a model sees of a tool error',
    '',
    'The call is `complete_todo` with `todo_id` 9, when #2 and #3 are open.',
    ...distinct(outcomes.map(({ error }) => error)).flatMap((error) => [
      '',
      `${shownIn(outcomes.filter((outcome) => outcome.error === error))}:`,
      '',
      '```text',
      error,
      '```',
    ]),
    '',
  ].join('\n');
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function shownIn(outcomes: readonly Outcome[]): string {
  return outcomes.map(({ title, shownBy }) => `${title} (${shownBy})`).join(', ');
}

function yesOr(can: boolean): string {
  return can ? 'yes' : 'not offered';
}
