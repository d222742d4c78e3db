/** Our own columns of CSV. */
import { cleanLine } from '../../../domain/text/text.ts';
import { repeatText, type Todo } from '../../../domain/todo.ts';
import { Losses, type Written } from '../written.ts';
import { writeTable } from './table.ts';

/** The fields without a column. */
type NotInCsv = 'series_date' | 'continued_as' | 'updated_at';

/** The columns, and the cell of a todo in each. */
const COLUMNS: Readonly<Record<Exclude<keyof Todo, NotInCsv>, (todo: Todo) => string>> = {
  id: ({ id }) => String(id),
  title: ({ title }) => cleanLine(title),
  completed: ({ completed }) => (completed ? 'yes' : 'no'),
  priority: ({ priority }) => priority ?? '',
  due: ({ due }) => due ?? '',
  due_time: ({ due, due_time }) => (due && due_time) || '',
  planned: ({ planned }) => planned ?? '',
  repeat: (todo) => repeatText(todo) ?? '',
  tags: ({ tags }) => tagsText(tags ?? []),
  project: ({ project }) => cleanLine(project ?? ''),
  checklist: ({ checklist }) =>
    (checklist ?? []).map(({ text, done }) => `[${done ? 'x' : ' '}] ${cleanLine(text)}`).join('\n'),
  description: ({ description }) => description ?? '',
  created_at: ({ created_at }) => created_at ?? '',
  completed_at: ({ completed_at }) => completed_at ?? '',
};

/** All todos as a table; only the dates of moved occurrences and unknown fields are lost. */
export function writeCsv(todos: readonly Todo[]): Written {
  const losses = new Losses();
  const rows = todos.map((todo) => {
    losses.addFilled(todo, ['series_date']);
    losses.addUnknown(todo);
    return Object.values(COLUMNS).map((cell) => harmless(cell(todo)));
  });
  return {
    text: writeTable([Object.keys(COLUMNS), ...rows]),
    todos: todos.length,
    lost: losses.list(),
  };
}

function tagsText(tags: readonly string[]): string {
  const lines = tags.map(cleanLine);
  return lines.some((tag) => /[,;]/.test(tag)) ? `${lines.join('\n')}\n` : lines.join(', ');
}

/** Spreadsheets run a cell that begins like this as a formula, unless an apostrophe marks it as text. */
function harmless(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** The text of a cell without that apostrophe. */
export function plain(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
