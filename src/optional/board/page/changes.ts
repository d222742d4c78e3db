/** The calls of tools for what a person does. */
import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import type { QuickTodo } from '../../../domain/quick-add.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import type { Filter } from './model.ts';

/** A change by the person: the tool call, and what it did in words for the person and the model. */
export interface Change {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** `Completed` */
  readonly did: string;
  /** for the person, in addition */
  readonly note?: string;
}

/** The fields of the editor, as text. */
export interface Draft {
  readonly title: string;
  /** `YYYY-MM-DD`, or empty */
  readonly due: string;
  readonly priority: string;
  /** separated by commas */
  readonly tags: string;
}

/** @param item the number of a checklist entry, to tick that instead of the todo */
export function ticking(id: number, done: boolean, item?: number): Change {
  const tool = done ? 'complete_todo' : 'reopen_todo';
  if (item === undefined) return { tool, args: { todo_id: id }, did: done ? 'Completed' : 'Reopened' };
  return { tool, args: { todo_id: id, item }, did: `${done ? 'Ticked' : 'Unticked'} entry ${item} of` };
}

/**
 * @param day undefined for no day
 * @param due the deadline, which planning never moves
 */
export function planning(id: number, day: CalendarDate | undefined, due?: CalendarDate): Change {
  const tool = 'update_todo';
  if (day === undefined) return { tool, args: { todo_id: id, clear: ['planned'] }, did: 'Unplanned' };
  const note = due !== undefined && due < day && { note: 'It is due before that, and stays there.' };
  return { tool, args: { todo_id: id, planned: day }, did: `Planned for ${day}:`, ...note };
}

/** A todo added while the list is filtered by a project or tag gets that. */
export function adding(quick: QuickTodo, { project, tag }: Filter): Change {
  const tags = [...(quick.tags ?? []), ...(tag ? [tag] : [])];
  const args = { ...(project && { project }), ...quick, ...(tags.length && { tags }) };
  return { tool: 'add_todo', args, did: 'Added' };
}

export function draftOf({ title, due = '', priority, tags = [] }: TodoView): Draft {
  return { title, due, priority: priority ?? '', tags: tags.join(', ') };
}

/** The change from `todo` to `draft`; undefined if nothing differs. */
export function editing(todo: TodoView, draft: Draft): Change | undefined {
  const before = draftOf(todo);
  const changed = (['title', 'due', 'priority', 'tags'] as const).filter(
    (field) => draft[field].trim() !== before[field].trim(),
  );
  if (!changed.length) return undefined;
  const emptied = changed.filter((field) => field !== 'title' && !draft[field].trim());
  const set = changed.filter((field) => !emptied.includes(field));
  const values = set.map((field) => [field, field === 'tags' ? tagsIn(draft.tags) : draft[field].trim()]);
  const args = {
    todo_id: todo.id,
    ...Object.fromEntries(values),
    ...(emptied.length && { clear: emptied }),
  };
  return { tool: 'update_todo', args, did: `Changed the ${changed.join(', ')} of` };
}

function tagsIn(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
}
