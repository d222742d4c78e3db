import { readClockTime } from '../../../domain/dates/due.ts';
import { parseDay, parseDue } from '../../../domain/dates/read-date.ts';
import { TodoError } from '../../../domain/errors.ts';
import { repeatText } from '../../../domain/repeat/repeating.ts';
import { cleanLine } from '../../../domain/text/text.ts';
import { PRIORITIES, type Todo } from '../../../domain/todo.ts';
import { Refusal, type Setting } from '../reading.ts';
import { Losses, type Written } from '../written.ts';
import { otherCells, type RowReader, writeTable } from './table.ts';

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
const KNOWN: ReadonlySet<string> = new Set(COLUMNS);
const YES = /^(?:true|yes|x|1|done|completed)$/i;
const NO = /^(?:false|no|0|open|)$/i;

/** Reads a table with the columns that export writes, or some of them. */
export function ownReader({ moment: { today } }: Setting): RowReader {
  return (row) => {
    const cell = (name: (typeof COLUMNS)[number]) => plain(row.cells.get(name) ?? '').trim();
    const [completed, priority, due] = [cell('completed'), cell('priority').toLowerCase(), cell('due')];
    if (!YES.test(completed) && !NO.test(completed))
      throw new Refusal(`"${completed}" in completed is neither yes nor no`);
    const time = cell('due_time').toLowerCase();
    const known = PRIORITIES.find((each) => each === priority);
    if (priority && !known) throw new Refusal(`the priority "${priority}" is not high, medium or low`);
    return {
      line: row.line,
      title: cell('title'),
      completed: YES.test(completed),
      description: cell('description'),
      priority: known,
      ...(due && read(() => parseDue(due, today))),
      ...(time && { due_time: readClockTime(time) ?? time }),
      ...(cell('planned') && { planned: read(() => parseDay(cell('planned'), today)) }),
      repeat: cell('repeat'),
      tags: tagsIn(plain(row.cells.get('tags') ?? '')),
      project: cell('project'),
      checklist: checklistIn(cell('checklist')),
      created: cell('created_at'),
      completedOn: cell('completed_at'),
      extra: otherCells(row, KNOWN, plain),
    };
  };
}

function read<T>(value: () => T): T {
  try {
    return value();
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    throw new Refusal(error.message.replace(/\.$/, ''));
  }
}

/** Separated by line ends where a tag has a comma, else by commas. */
function tagsIn(text: string): string[] {
  return text.split(text.includes('\n') ? '\n' : /[,;]/).map((tag) => tag.trim());
}

function checklistIn(text: string): { text: string; done: boolean }[] {
  return text.split('\n').flatMap((line) => {
    const { mark = ' ', words = '' } = /^(?:\[(?<mark>.)\] )?(?<words>.*)$/.exec(line)?.groups ?? {};
    return words ? [{ text: words, done: mark !== ' ' }] : [];
  });
}

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

function plain(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
