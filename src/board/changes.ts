import type { CalendarDate } from '../domain/dates/calendar.ts';
import type { TodoView } from '../render/todo-view.ts';
import type { Filter } from './model.ts';
import type { QuickTodo } from './quick-add.ts';

/** A change the person makes: the tool call it is, and what it did, in words for the person and the model. */
export interface Change {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** `Completed` */
  readonly did: string;
  /** whether what is open for the todo has served its purpose then */
  readonly closes: boolean;
  /** what the person may wonder about then */
  readonly note?: string;
}

/** The fields of a todo that can be edited in place, as the form holds them. */
export interface Draft {
  readonly title: string;
  /** `YYYY-MM-DD`, or empty */
  readonly due: string;
  readonly priority: string;
  /** separated by commas */
  readonly tags: string;
}

/** @param item the number of an entry of the checklist; without it the whole todo is meant */
export function ticking(id: number, done: boolean, item?: number): Change {
  const tool = done ? 'complete_todo' : 'reopen_todo';
  if (item === undefined)
    return { tool, args: { todo_id: id }, did: done ? 'Completed' : 'Reopened', closes: true };
  const did = `${done ? 'Ticked' : 'Unticked'} entry ${item} of`;
  return { tool, args: { todo_id: id, item }, did, closes: false };
}

/**
 * @param day the day to do it, or undefined for none
 * @param due the deadline, before which a todo stays where it is: planning never moves that
 */
export function planning(id: number, day: CalendarDate | undefined, due?: CalendarDate): Change {
  const tool = 'update_todo';
  if (day === undefined)
    return { tool, args: { todo_id: id, clear: ['planned'] }, did: 'Unplanned', closes: true };
  const note = due !== undefined && due < day && { note: 'It is due before that, and stays there.' };
  return { tool, args: { todo_id: id, planned: day }, did: `Planned for ${day}:`, closes: true, ...note };
}

/** What is looked for is what is added: a todo added while a project is chosen belongs to it. */
export function adding(quick: QuickTodo, { project, tag }: Filter): Change {
  const args = { ...quick, ...(project && { project }), ...(tag && { tags: [tag] }) };
  return { tool: 'add_todo', args, did: 'Added', closes: false };
}

export function draftOf({ title, due = '', priority, tags = [] }: TodoView): Draft {
  return { title, due, priority: priority ?? '', tags: tags.join(', ') };
}

/** The change from `todo` to what the form holds; undefined when nothing differs. */
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
  return { tool: 'update_todo', args, did: `Changed the ${changed.join(', ')} of`, closes: true };
}

function tagsIn(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
}
