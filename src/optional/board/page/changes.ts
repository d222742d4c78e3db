/** The changes that a person can make: the call of each, how it looks at once, and its words. */
import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { readDue } from '../../../domain/dates/due.ts';
import type { QuickTodo } from '../../../domain/quick-add.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import { todoIn } from './answers.ts';
import {
  argumentsOf,
  changedIn,
  conflictsIn,
  edited,
  type Edits,
  fieldsOf,
  losesTime,
  valuesInWords,
} from './fields.ts';
import { type Filter, movedField } from './model.ts';
import { brief, exactDay, named } from './words.ts';

/** A change by the person: the tool call, and how it looks before the server has answered. */
export interface Change {
  /** undefined for a new todo */
  readonly id: number | undefined;
  /** The call. What it says may depend on the todo as it is now, which is read if `isChecked`. */
  readonly call: (now: TodoView | undefined) => { readonly tool: string; readonly args: object };
  readonly isChecked?: true;
  /** Why the change can't be made to the todo as it is now; undefined if it can. */
  readonly refusal?: (now: TodoView) => string | undefined;
  /** The todo as the person sees it at once; undefined: it is gone. */
  readonly shown: (todo: TodoView) => TodoView | undefined;
  /** a new todo as the person sees it at once */
  readonly added?: TodoView;
  /** What was done, with the new values, for the person and the model. */
  readonly words: (after: TodoView) => string;
}

export function ticking(todo: TodoView, done: boolean, today: CalendarDate): Change {
  return {
    id: todo.id,
    call: () => ({ tool: done ? 'complete_todo' : 'reopen_todo', args: { todo_id: todo.id } }),
    shown: ({ completed_at: _at, ...now }) => ({
      ...now,
      completed: done,
      ...(done && { completed_at: `${today}T23:59:59Z` }),
    }),
    words: (after) => `${done ? 'Completed' : 'Reopened'} ${named(after)}`,
  };
}

/** Ticks or unticks an entry of a checklist: the one with the words that the person saw, wherever it stands now. */
export function tickingEntry(todo: TodoView, item: number, done: boolean): Change {
  const words = todo.checklist?.[item - 1]?.text ?? '';
  const place = (todo.checklist ?? []).slice(0, item).filter(({ text }) => text === words).length;
  const entryIn = (now: TodoView | undefined) =>
    (now?.checklist ?? []).filter(({ text }) => text === words)[place - 1];
  return {
    id: todo.id,
    isChecked: true,
    refusal: (now) => (entryIn(now) ? undefined : `"${brief(words)}" is no longer on the checklist.`),
    call: (now) => ({
      tool: done ? 'complete_todo' : 'reopen_todo',
      args: { todo_id: todo.id, item: entryIn(now)?.item },
    }),
    shown: (now) => withEntries(now, (entry) => (entry.item === item ? { ...entry, done } : entry)),
    words: (after) =>
      `${done ? 'Ticked' : 'Unticked'} "${brief(words)}" (${after.checklist_done}) of ${named(after)}`,
  };
}

/** Adds an entry at the end of the checklist, as it is now. */
export function addingEntry(todo: TodoView, text: string): Change {
  return {
    id: todo.id,
    isChecked: true,
    call: (now) => ({
      tool: 'update_todo',
      args: { todo_id: todo.id, checklist: [...(now?.checklist ?? []).map((entry) => entry.text), text] },
    }),
    shown: (now) => {
      const checklist = now.checklist ?? [];
      return withEntries({
        ...now,
        checklist: [...checklist, { item: checklist.length + 1, text, done: false }],
      });
    },
    words: (after) => `Added the step "${brief(text)}" to ${named(after)}`,
  };
}

/** Moves a todo to a day (empty for no day): the date that it has. Undefined if that changes nothing or can't be done. */
export function moving(todo: TodoView, day: CalendarDate): Change | undefined {
  const field = movedField(todo, day);
  if (!field) return undefined;
  return {
    id: todo.id,
    isChecked: true,
    refusal: (now) =>
      now.planned === todo.planned && now.due === todo.due
        ? undefined
        : `It was moved elsewhere meanwhile: due ${exactDay(now.due)}, planned ${exactDay(now.planned)}.`,
    call: () => ({
      tool: 'update_todo',
      args: { todo_id: todo.id, ...(day ? { [field]: day } : { clear: [field] }) },
    }),
    shown: ({ [field]: _before, ...now }) => (day ? { ...now, [field]: day } : now),
    words: (after) =>
      `Moved ${named(after)}: ${field} ${exactDay(after[field], field === 'due' ? after.due_time : '')}`,
  };
}

export function editing(todo: TodoView, edits: Edits): Change {
  const changed = changedIn(edits);
  return {
    id: todo.id,
    isChecked: true,
    refusal: (now) => {
      const fields = fieldsOf(now);
      const others = conflictsIn(edits, now).map(
        (field) => `${field} is now "${brief(fields[field]) || 'empty'}"`,
      );
      return others.length
        ? `Not saved, because somebody else changed the same: ${others.join(', ')}. Save again to replace that.`
        : undefined;
    },
    call: (now = todo) => {
      const args = { todo_id: todo.id, ...argumentsOf(edits, now) };
      if (!losesTime(edits, now)) return { tool: 'update_todo', args };
      // A day alone keeps the time, so the day is cleared first, and the rule with it.
      const again = now.repeat === undefined ? {} : { repeat: now.repeat };
      const changes = [
        { action: 'update', todo_id: todo.id, clear: ['due'] },
        { action: 'update', ...again, ...args },
      ];
      return { tool: 'batch_todos', args: { changes, all_or_nothing: true } };
    },
    shown: (now) => edited(now, edits),
    words: (after) => `Changed ${named(after)}: ${valuesInWords(changed, after)}`,
  };
}

export function deleting(todo: TodoView): Change {
  return {
    id: todo.id,
    call: () => ({ tool: 'delete_todo', args: { todo_id: todo.id } }),
    shown: () => undefined,
    words: (before) => `Deleted ${named(before)}`,
  };
}

/**
 * Adds a todo. While the list is filtered by a project or tag, it gets that.
 *
 * @param id of the todo until the server has given it one
 */
export function adding(
  quick: QuickTodo,
  { project, tag }: Filter,
  setting: { id: number; today: CalendarDate },
): Change {
  const tags = [...new Set([...(quick.tags ?? []), ...(tag ? [tag] : [])])];
  const args = { ...(project && { project }), ...quick, ...(tags.length && { tags }) };
  const added = todoIn({ ...args, id: setting.id, ...(quick.due && readDue(quick.due, setting.today)) });
  return {
    id: undefined,
    call: () => ({ tool: 'add_todo', args }),
    shown: (todo) => todo,
    ...(added && { added }),
    words: (after) => {
      const fields = (['due', 'repeat', 'priority', 'project', 'tags'] as const).filter(
        (field) => after[field],
      );
      return [`Added ${named(after)}`, valuesInWords(fields, after)].filter(Boolean).join(', ');
    },
  };
}

type Entry = NonNullable<TodoView['checklist']>[number];

function withEntries(todo: TodoView, change: (entry: Entry) => Entry = (entry) => entry): TodoView {
  if (!todo.checklist) return todo;
  const checklist = todo.checklist.map(change);
  return {
    ...todo,
    checklist,
    checklist_done: `${checklist.filter(({ done }) => done).length}/${checklist.length}`,
  };
}
