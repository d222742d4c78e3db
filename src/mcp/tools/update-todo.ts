/** The tool update_todo. */
import * as z from 'zod';

import { updateTodo } from '../../domain/changes.ts';
import { TodoError } from '../../domain/errors.ts';
import { findTodo } from '../../domain/find-todo.ts';
import { spellingOf } from '../../domain/labels.ts';
import { CLEARABLE } from '../../domain/patch.ts';
import { cleanLine, shorten } from '../../domain/text/text.ts';
import { repeatText, type Todo, todoInput } from '../../domain/todo.ts';
import { DESCRIPTION_SHOWN, shownRule } from '../../render/todo-view.ts';
import { withEntriesRead } from './kit/entries.ts';
import { refuseNoLabels } from './kit/labels-given.ts';
import { scheduleProblems, scheduleWarnings, withScheduleRead } from './kit/schedule.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

const { title, description, priority, due, planned, repeat, tags, project, checklist } = todoInput;

export const updateTodoTool = defineSingleTodoTool({
  name: 'update_todo',
  title: 'Update todo',
  description:
    'Change, move or postpone a todo: only the fields given. description, tags, checklist and repeat replace; append, add_tags and add_items keep what is there.',
  searchHint: 'task reschedule postpone',
  input: z.strictObject({
    todo_id: todoIdInput,
    title: title.optional(),
    description,
    append: description.describe('Line for the description'),
    priority,
    due: due.describe('As in add_todo; a day alone keeps the time'),
    planned,
    repeat,
    tags,
    add_tags: tags,
    remove_tags: tags,
    project,
    checklist,
    add_items: checklist.describe('Checklist entries to add'),
    clear: z.array(z.enum(CLEARABLE)).optional().describe('Fields to empty'),
  }),
  destructive: true,
  idempotent: false,
  done: 'Updated',
  problemsOf: scheduleProblems,
  change(snapshot, { todo_id, ...fields }, setting) {
    const { now, today, leftEmpty, changing = new Set([todo_id]) } = setting;
    const before = findTodo(snapshot, todo_id);
    const notEmptied = leftEmpty.filter((field) => isSet(before, field));
    const inSpelling = spellingOf(snapshot.todos, changing);
    refuseNoLabels(fields, snapshot);
    const patch = withScheduleRead(withEntriesRead(inSpelling(fields)), before, today);
    if (notEmptied.length && Object.values(patch).every((value) => value === undefined)) {
      throw new TodoError('invalid_input', 'There is nothing to change.', toEmpty(notEmptied));
    }
    const { snapshot: next, result: todo } = updateTodo(snapshot, todo_id, patch, now);
    const warnings = [
      ...(next === snapshot ? ['It was like that already; nothing changed.'] : []),
      ...scheduleWarnings(before, todo, fields, setting),
      ...(notEmptied.length ? [toEmpty(notEmptied)] : []),
      ...replaced(before, todo, fields),
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

/** Says what was replaced. Tags that were removed by name, and a rule that was cleared, are gone as asked. */
function replaced(
  before: Todo,
  after: Todo,
  { remove_tags, repeat: newRule }: Readonly<Record<string, unknown>>,
): string[] {
  const shown = (text: string) => shorten(cleanLine(text), DESCRIPTION_SHOWN);
  const entriesOf = (todo: Todo) => (todo.checklist ?? []).map(({ text }) => text);
  const entries = entriesOf(before);
  const lost: string[] = [];
  if (before.description && !after.description?.startsWith(before.description))
    lost.push(`description "${shown(before.description)}"`);
  if (!remove_tags && before.tags?.some((tag) => !after.tags?.includes(tag)))
    lost.push(`tags ${shown(before.tags.join(', '))}`);
  if (entries.some((text) => !entriesOf(after).includes(text)))
    lost.push(`checklist ${shown(entries.join(', '))}`);
  const rule = repeatText(before);
  if (newRule !== undefined && rule !== undefined && rule !== repeatText(after))
    lost.push(`repeat ${shownRule(before)}`);
  return lost.length ? [`Before: ${lost.join('; ')}. undo brings it back.`] : [];
}
