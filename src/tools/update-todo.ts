import * as z from 'zod';

import { findTodo, updateTodo } from '../domain/changes.ts';
import { TodoError } from '../domain/errors.ts';
import { CLEARABLE } from '../domain/patch.ts';
import { cleanLine, shorten } from '../domain/text.ts';
import {
  checklistInput,
  descriptionInput,
  priorityInput,
  projectInput,
  tagsInput,
  titleInput,
  type Todo,
} from '../domain/todo.ts';
import { withKnownSpelling } from '../domain/vocabulary.ts';
import { DESCRIPTION_SHOWN } from '../render/todo-view.ts';
import { dayWarnings, withDaysRead } from './kit/days.ts';
import { ruleWarnings, withRuleRead } from './kit/rules.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

export const updateTodoTool = defineSingleTodoTool({
  name: 'update_todo',
  title: 'Update todo',
  description:
    'Change a todo: only the fields given. description, tags and checklist replace what is there; append and add_tags keep it.',
  input: z.strictObject({
    todo_id: todoIdInput,
    title: titleInput.optional(),
    description: descriptionInput.optional(),
    append: descriptionInput.optional().describe('Line to add to the description'),
    priority: priorityInput.optional(),
    due: z.string().optional().describe('As in add_todo; a day alone keeps the time'),
    planned: z.string().optional(),
    repeat: z.string().optional(),
    tags: tagsInput.optional(),
    add_tags: tagsInput.optional(),
    remove_tags: tagsInput.optional(),
    project: projectInput.optional(),
    checklist: checklistInput.optional().describe('All entries; those that stay keep their tick'),
    clear: z.array(z.enum(CLEARABLE)).optional().describe('Fields to empty, e.g. ["due"]'),
  }),
  destructive: true,
  idempotent: false,
  done: 'Updated',
  change(snapshot, { todo_id, ...fields }, { now, today, leftEmpty, changing = new Set([todo_id]) }) {
    const before = findTodo(snapshot, todo_id);
    const notEmptied = leftEmpty.filter((field) => isSet(before, field));
    const dated = withRuleRead(withDaysRead(fields, today), before, today);
    const patch = withKnownSpelling(dated, snapshot.todos, changing);
    if (notEmptied.length && Object.values(patch).every((value) => value === undefined)) {
      throw new TodoError('invalid_input', 'There is nothing to change.', toEmpty(notEmptied));
    }
    const { snapshot: next, result: todo } = updateTodo(snapshot, todo_id, patch, now);
    const warnings = next === snapshot ? [`#${todo.id} was like that already; nothing changed.`] : [];
    warnings.push(...dayWarnings(todo, fields, today), ...ruleWarnings(before, todo, fields, today));
    if (notEmptied.length) warnings.push(toEmpty(notEmptied));
    return {
      snapshot: next,
      result: { todo, warnings: [...warnings, ...replaced(before, todo, !fields.remove_tags)] },
    };
  },
});

/** Whether `field` is one that could be emptied, and isn't empty. */
function isSet(todo: Todo, field: string): boolean {
  const name = CLEARABLE.find((each) => each === field);
  const value = name && todo[name];
  return Array.isArray(value) ? value.length > 0 : !!value;
}

/** What to do about fields that were given as null or empty, which leaves them as they are. */
function toEmpty(fields: readonly string[]): string {
  return `Not emptied: ${fields.join(', ')}. To empty, use clear: ${JSON.stringify(fields)}.`;
}

/** What a change took away that nothing else keeps; tags that were named to be removed are no surprise. */
function replaced(before: Todo, after: Todo, tagsToo: boolean): string[] {
  const lost: string[] = [];
  if (before.description && !after.description?.startsWith(before.description))
    lost.push(`description "${shorten(cleanLine(before.description), DESCRIPTION_SHOWN)}"`);
  if (tagsToo && before.tags?.some((tag) => !after.tags?.includes(tag)))
    lost.push(`tags ${shorten(cleanLine(before.tags.join(', ')), DESCRIPTION_SHOWN)}`);
  const [entries, stay] = [before, after].map(({ checklist }) => (checklist ?? []).map(({ text }) => text));
  if (entries?.some((text) => !stay?.includes(text)))
    lost.push(`checklist ${shorten(cleanLine(entries.join(', ')), DESCRIPTION_SHOWN)}`);
  return lost.length ? [`Before: ${lost.join('; ')}. undo brings it back.`] : [];
}
