/** The command export. */
import { existsSync } from 'node:fs';

import { didYouMean } from '../../../cli/options.ts';
import { TodoError } from '../../../domain/errors.ts';
import { projectsOf } from '../../../domain/labels.ts';
import { isInProject } from '../../../domain/query.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { count } from '../../../domain/text/text.ts';
import { momentOf } from '../../../mcp/context.ts';
import { WRITERS } from '../formats.ts';
import { printable } from '../reading.ts';
import type { InOutContext } from './context.ts';
import type { ExportOptions } from './in-out-options.ts';
import { writeOutput } from './write-output.ts';

/**
 * Prints the todos, or writes them to a file. Messages go to stderr.
 *
 * @throws TodoError when the list can't be read, or the file can't be written
 */
export async function exportTodos(
  options: ExportOptions,
  { file, clock, store, zone, out, err }: InOutContext,
): Promise<void> {
  const { format, output, openOnly, project } = options;
  const { snapshot: list, notice } = await store.read();
  // An empty file would empty the calendar that is subscribed to it.
  if (file !== undefined && !existsSync(file)) throw noList(file);
  const todos = list.todos.filter(
    (todo) => !(openOnly && todo.completed) && (project === undefined || isInProject(todo, project)),
  );
  const written = WRITERS[format]({ ...list, todos }, { moment: momentOf(clock), zone }, options);
  if (notice) err(`${notice}\n`);
  if (project !== undefined && !todos.length) err(`${noneIn(project, list)}\n`);
  if (written.lost.length) {
    const wayOut = format === 'ics' && !options.todos ? ' With --todos they are exported as tasks.' : '';
    err(`What ${format} can't hold was left out: ${written.lost.join(', ')}.${wayOut}\n`);
  }
  if (output === undefined) {
    out(written.text);
    return;
  }
  const path = await writeOutput(output, written.text, file);
  err(`Exported ${count(written.todos, 'todo')} as ${format} to ${path}.\n`);
}

function noList(path: string): TodoError {
  return new TodoError(
    'store_unavailable',
    `There is no list at ${path}, so nothing was exported.`,
    'Name the file of the list with --file, or set TODOS_FILE.',
  );
}

function noneIn(project: string, { todos }: Snapshot): string {
  const names = projectsOf(todos).map(({ name }) => printable(name));
  const known = names.length ? ` Projects: ${names.slice(0, 20).join(', ')}.` : '';
  return `No todo is in the project "${project}".${didYouMean(project, names)}${known}`;
}
