/** Our own columns of CSV. */
import { cleanLine } from '../../../domain/text/text.ts';
import { repeatText, type Todo } from '../../../domain/todo.ts';
import { Losses, type Written } from '../written.ts';
import { writeTable } from './table.ts';

const COLUMNS = [
  'id',
  'title',
  'completed',
  'priority',
  'due',
  'due_time',
  'planned',
  'repeat',
  'tags',
  'project',
  'checklist',
  'description',
  'created_at',
  'completed_at',
] as const;
/** All todos as a table; only the dates of moved occurrences and unknown fields are lost. */
export function writeCsv(todos: readonly Todo[]): Written {
  const losses = new Losses();
  const rows = todos.map((todo) => {
    losses.addFilled(todo, ['series_date']);
    losses.addUnknown(todo);
    const cells: Record<(typeof COLUMNS)[number], string> = {
      id: String(todo.id),
      title: cleanLine(todo.title),
      completed: todo.completed ? 'yes' : 'no',
      priority: todo.priority ?? '',
      due: todo.due ?? '',
      due_time: (todo.due && todo.due_time) || '',
      planned: todo.planned ?? '',
      repeat: repeatText(todo) ?? '',
      tags: tagsText(todo.tags ?? []),
      project: cleanLine(todo.project ?? ''),
      checklist: (todo.checklist ?? [])
        .map(({ text, done }) => `[${done ? 'x' : ' '}] ${cleanLine(text)}`)
        .join('\n'),
      description: todo.description ?? '',
      created_at: todo.created_at ?? '',
      completed_at: todo.completed_at ?? '',
    };
    return COLUMNS.map((column) => harmless(cells[column]));
  });
  return { text: writeTable([COLUMNS, ...rows]), todos: todos.length, lost: losses.list() };
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
