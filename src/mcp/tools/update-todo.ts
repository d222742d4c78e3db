/** The tool update_todo. */
import * as z from 'zod';

import { updateTodo } from '../../domain/changes.ts';
import { TodoError } from '../../domain/errors.ts';
import { findTodo } from '../../domain/find-todo.ts';
import { spellingOf } from '../../domain/labels.ts';
import { CLEARABLE } from '../../domain/patch.ts';
import { cleanLine, shorten } from '../../domain/text/text.ts';
import { type Todo, todoInput } from '../../domain/todo.ts';
import { DESCRIPTION_SHOWN } from '../../render/todo-view.ts';
import { scheduleWarnings, withScheduleRead } from './kit/schedule.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

const { title, description, priority, due, planned, repeat, tags, project, checklist } = todoInput;

export const updateTodoTool = defineSingleTodoTool({
  name: 'update_todo',
  title: 'Update todo',
  description:
    'Change a todo: only the fields given. description, tags and checklist replace what is there; append and add_tags keep it.',
  searchHint: 'task reschedule postpone move deadline rename recurring',
  input: z.strictObject({
    todo_id: todoIdInput,
    title: title.optional(),
    description,
    append: description.describe('Line to add to the description'),
    priority,
    due: due.describe('As in add_todo; a day alone keeps the time'),
    planned,
    repeat,
    tags,
    add_tags: tags,
    remove_tags: tags,
    project,
    checklist: checklist.describe('All entries; those that stay keep their tick'),
    clear: z.array(z.enum(CLEARABLE)).optional().describe('Fields to empty, e.g. ["due"]'),
  }),
  destructive: true,
  idempotent: false,
  done: 'Updated',
  change(snapshot, { todo_id, ...fields }, { now, today, leftEmpty, changing = new Set([todo_id]) }) {
    const before = findTodo(snapshot, todo_id);
    const notEmptied = leftEmpty.filter((field) => isSet(before, field));
    const inSpelling = spellingOf(snapshot.todos, changing);
    const patch = inSpelling(withScheduleRead(fields, before, today));
    if (notEmptied.length && Object.values(patch).every((value) => value === undefined)) {
      throw new TodoError('invalid_input', 'There is nothing to change.', toEmpty(notEmptied));
    }
    const { snapshot: next, result: todo } = updateTodo(snapshot, todo_id, patch, now);
    const warnings = [
      ...(next === snapshot ? ['It was like that already; nothing changed.'] : []),
      ...scheduleWarnings(before, todo, fields, today),
      ...(notEmptied.length ? [toEmpty(notEmptied)] : []),
      ...replaced(before, todo, !fields.remove_tags),
    ];
    return { snapshot: next, result: { todo, warnings } };
  },
});

/** Whether `field` can be cleared and isn't empty. */
function isSet(todo: Todo, field: string): boolean {
  const name = CLEARABLE.find((each) => each === field);
  const value = name && todo[name];
  return Array.isArray(value) ? value.length > 0 : !!value;
}

/** Says how to clear fields that were given as null or empty, which leaves them as they are. */
function toEmpty(fields: readonly string[]): string {
  return `Not emptied: ${fields.join(', ')}. To empty, use clear: ${JSON.stringify(fields)}.`;
}

/** @param tagsToo false when tags were removed by name, as asked */
function replaced(before: Todo, after: Todo, tagsToo: boolean): string[] {
  const shown = (text: string) => shorten(cleanLine(text), DESCRIPTION_SHOWN);
  const entriesOf = (todo: Todo) => (todo.checklist ?? []).map(({ text }) => text);
  const entries = entriesOf(before);
  const lost: string[] = [];
  if (before.description && !after.description?.startsWith(before.description))
    lost.push(`description "${shown(before.description)}"`);
  if (tagsToo && before.tags?.some((tag) => !after.tags?.includes(tag)))
    lost.push(`tags ${shown(before.tags.join(', '))}`);
  if (entries.some((text) => !entriesOf(after).includes(text)))
    lost.push(`checklist ${shown(entries.join(', '))}`);
  return lost.length ? [`Before: ${lost.join('; ')}. undo brings it back.`] : [];
}
