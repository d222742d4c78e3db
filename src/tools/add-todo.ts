import * as z from 'zod';

import { addTodo } from '../domain/changes.ts';
import { TodoError } from '../domain/errors.ts';
import { DUE_EXAMPLES } from '../domain/read-date.ts';
import { REPEAT_FORMS } from '../domain/read-repeat.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import {
  checklistInput,
  descriptionInput,
  LIMITS,
  priorityInput,
  projectInput,
  tagsInput,
  titleInput,
  type Todo,
} from '../domain/todo.ts';
import { withKnownSpelling } from '../domain/vocabulary.ts';
import { titleKeyOf } from '../domain/words.ts';
import { dayWarnings, withDaysRead } from './kit/days.ts';
import { ruleWarnings, withRuleRead } from './kit/rules.ts';
import { type ChangeSetting, defineSingleTodoTool } from './kit/single-todo.ts';

const fields = {
  title: titleInput.describe(`What to do, 1-${LIMITS.title} characters`),
  description: descriptionInput.optional(),
  priority: priorityInput.optional(),
  due: z.string().optional().describe(`Deadline: ${DUE_EXAMPLES}`),
  planned: z.string().optional().describe('Day to do it'),
  repeat: z.string().optional().describe(REPEAT_FORMS),
  tags: tagsInput.optional(),
  project: projectInput.optional(),
  checklist: checklistInput.optional().describe('Steps without dates'),
};
const input = z.strictObject(fields);

const addTodoSpec = {
  name: 'add_todo',
  title: 'Add todo',
  description: 'Add one todo. Add several with one batch_todos.',
  destructive: false,
  done: 'Added',
  idempotent: false,
  change(
    snapshot: Snapshot,
    args: z.output<typeof input> & { completed?: boolean | undefined },
    { now, today }: ChangeSetting,
  ) {
    if (args.completed && args.repeat !== undefined) throw completedRule();
    const dated = withRuleRead(withDaysRead(args, today), undefined, today);
    const given = withKnownSpelling(dated, snapshot.todos);
    const { snapshot: next, result: todo } = addTodo(snapshot, given, now);
    const warnings = [
      ...sameTitle(snapshot, todo),
      ...dayWarnings(todo, args, today),
      ...ruleWarnings(undefined, todo, args, today),
    ];
    return { snapshot: next, result: { todo, warnings } };
  },
};

export const addTodoTool = defineSingleTodoTool({ ...addTodoSpec, input });

/** The same as a change of a batch, where what is done already can be added as completed. */
export const addInBatch = defineSingleTodoTool({
  ...addTodoSpec,
  input: z.strictObject({ ...fields, completed: z.boolean().optional() }),
});

function completedRule(): TodoError {
  return new TodoError(
    'invalid_input',
    'repeat is given for a todo that is added as completed, and only open todos repeat.',
    'Add the next one, open, with repeat.',
  );
}

/** A retried call adds a todo again; the model learns of it here. */
function sameTitle(snapshot: Snapshot, added: Todo): string[] {
  const key = titleKeyOf(added);
  const twins = snapshot.todos.filter(
    (todo) =>
      !todo.completed &&
      // The length first: it spares nearly all todos the rest.
      Math.abs(todo.title.length - added.title.length) <= 3 &&
      titleKeyOf(todo) === key,
  );
  if (!twins.length || added.completed) return [];
  const ids = twins.slice(0, 5).map(({ id }) => `#${id}`);
  return [
    `An open todo with this title exists already: ${ids.join(', ')}. If it is the same one, delete #${added.id}.`,
  ];
}
