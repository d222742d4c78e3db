/** The tool add_todo, also as a change in a batch. */
import * as z from 'zod';

import { addTodo } from '../../domain/changes.ts';
import { DUE_EXAMPLES } from '../../domain/dates/read-date.ts';
import { TodoError } from '../../domain/errors.ts';
import { titleKeyOf } from '../../domain/find-todo.ts';
import { spellingOf } from '../../domain/labels.ts';
import { REPEAT_FORMS } from '../../domain/repeat/read-repeat.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { isObject, shown } from '../../domain/text/describe-value.ts';
import { LIMITS, type Todo, todoInput } from '../../domain/todo.ts';
import { withEntriesRead } from './kit/entries.ts';
import { noLabelsIn, withoutNoLabels } from './kit/labels-given.ts';
import { scheduleProblems, scheduleWarnings, withScheduleRead } from './kit/schedule.ts';
import { type ChangeSetting, defineSingleTodoTool } from './kit/single-todo.ts';

const fields = {
  ...todoInput,
  title: todoInput.title.describe(`1-${LIMITS.title} characters`),
  due: todoInput.due.describe(`Deadline (can't ring), in English: ${DUE_EXAMPLES}`),
  planned: todoInput.planned.describe('Day to do it'),
  repeat: todoInput.repeat.describe(REPEAT_FORMS),
  checklist: todoInput.checklist,
};
const input = z.strictObject(fields);

const addTodoSpec = {
  name: 'add_todo',
  title: 'Add todo',
  description:
    'Add one to-do: a task, reminder, appointment or groceries to buy and not to forget, also recurring; several with one batch_todos.',
  searchHint: 'remind me note deadline',
  destructive: false,
  done: 'Added',
  idempotent: false,
  problemsOf: scheduleProblems,
  change(
    snapshot: Snapshot,
    args: z.output<typeof input> & { completed?: boolean | undefined },
    setting: ChangeSetting,
  ) {
    if (args.completed && args.repeat !== undefined) throw completedRule();
    const { now, today } = setting;
    const labelled = spellingOf(snapshot.todos)(withoutNoLabels(args, snapshot));
    const values = withScheduleRead(withEntriesRead(labelled), undefined, today);
    const { snapshot: next, result: todo } = addTodo(snapshot, values, now);
    const warnings = [
      ...sameTitle(snapshot, todo),
      ...severalLines(setting.given),
      ...noLabelsIn(args, snapshot).map((label) => `${shown(label)} was taken as none.`),
      ...scheduleWarnings(undefined, todo, args, setting),
    ];
    return { snapshot: next, result: { todo, warnings } };
  },
};

export const addTodoTool = defineSingleTodoTool({ ...addTodoSpec, input });

/** The same in a batch, where a todo can also be added as completed. */
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

/** Says that a title of several lines became one todo. */
function severalLines(given: unknown): string[] {
  const title = isObject(given) ? given['title'] : undefined;
  const lines = typeof title === 'string' ? title.split('\n').filter((line) => line.trim()).length : 1;
  return lines > 1 ? [`Its ${lines} lines became one title. For several todos use batch_todos.`] : [];
}

/** Warns of an open todo with the same title: models sometimes repeat a call. */
function sameTitle(snapshot: Snapshot, added: Todo): string[] {
  const key = titleKeyOf(added);
  const twins = snapshot.todos.filter((todo) => !todo.completed && titleKeyOf(todo) === key);
  if (!twins.length || added.completed) return [];
  const ids = twins.slice(0, 5).map(({ id }) => `#${id}`);
  return [
    `An open todo with this title exists already: ${ids.join(', ')}. If it is the same one, delete #${added.id}.`,
  ];
}
