import { existsSync } from 'node:fs';

import { momentOf } from '../../context.ts';
import { TodoError } from '../../domain/errors.ts';
import { projectsOf } from '../../domain/labels.ts';
import { isInProject } from '../../domain/query.ts';
import { NOTICE, type Snapshot } from '../../domain/snapshot.ts';
import { count } from '../../domain/text.ts';
import { FORMATS } from '../../formats/formats.ts';
import type { ExportOptions } from '../command-line.ts';
import { didYouMean } from '../options.ts';
import type { InOut } from './setting.ts';
import { writeOutput } from './write-output.ts';

/**
 * Prints the todos, or writes them to a file; what there is to say about it goes to stderr.
 *
 * @throws TodoError when the list can't be read, or the file not be written
 */
export async function exportTodos(
  options: ExportOptions,
  { config, clock, store, zone, out, err }: InOut,
): Promise<void> {
  const snapshot = await store.read();
  // An empty export would empty the calendar that reads it.
  if (!config.database && !existsSync(config.file.path)) throw noList(config.file.path);
  const chosen = choose(snapshot, options);
  const setting = { moment: momentOf(clock), zone };
  const { text, todos, lost } = FORMATS[options.format].write(chosen, setting, options);
  const notice = snapshot[NOTICE];
  if (notice) err(`${notice}\n`);
  if (options.project !== undefined && !chosen.todos.length) err(`${noneIn(options.project, snapshot)}\n`);
  const wayOut =
    options.format === 'ics' && !options.todos ? ' With --todos they are exported as tasks.' : '';
  if (lost.length) err(`What ${options.format} can't hold was left out: ${lost.join(', ')}.${wayOut}\n`);
  if (options.output === undefined) {
    out(text);
    return;
  }
  const path = await writeOutput(options.output, text, config.file.path);
  err(`Exported ${count(todos, 'todo')} as ${options.format} to ${path}.\n`);
}

function noList(path: string): TodoError {
  return new TodoError(
    'store_unavailable',
    `There is no list at ${path}, so nothing was exported.`,
    'Name the file of the list with --file, or set TODOS_FILE.',
  );
}

function choose(snapshot: Snapshot, { openOnly, project }: ExportOptions): Snapshot {
  const todos = snapshot.todos.filter(
    (todo) => !(openOnly && todo.completed) && (project === undefined || isInProject(todo, project)),
  );
  return { ...snapshot, todos };
}

function noneIn(project: string, { todos }: Snapshot): string {
  const names = projectsOf(todos).map(({ name }) => name);
  const known = names.length ? ` Projects: ${names.slice(0, 20).join(', ')}.` : '';
  return `No todo is in the project "${project}".${didYouMean(project, names)}${known}`;
}
