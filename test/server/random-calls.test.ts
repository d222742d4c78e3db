import { readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { addDays, daysBetween } from '../../src/domain/dates/calendar.ts';
import { startChecked } from '../support/checked-call.ts';

/** The least that can be known of a todo: what it says, and whether it is done. */
interface Known {
  readonly title: string;
  readonly completed: boolean;
  readonly priority?: unknown;
  readonly planned?: unknown;
  readonly due?: unknown;
  readonly due_time?: unknown;
  readonly repeat?: string | undefined;
  readonly checklist?: readonly { readonly text: string; readonly done: boolean }[] | undefined;
  /** the id of the occurrence that it continued as, and when it was completed */
  readonly next?: number | undefined;
  readonly at?: string;
  /** when it was added or changed last */
  readonly changed: string;
}
type Model = ReadonlyMap<number, Known>;

/** Completed on the only day of this test, a todo with this rule continues as one that is due on that day. */
const [RULE, TODAY, NEXT_DUE] = ['every 10 days after completion', '2026-11-21', '2026-12-01'];

const id = fc.integer({ min: 1, max: 4 });
const title = fc.constantFrom('one', 'two', 'three', '買牛奶', '👩‍👩‍👧');
const priority = fc.constantFrom('high', 'low');
const planned = fc.constantFrom('2026-11-23', '2026-11-24');
const due = fc.constantFrom('2026-11-25 15:00', '2026-11-26');
const entries = fc.constantFrom(['a', 'b'], ['b'], ['c', 'b']);
const single = fc.oneof(
  fc.record({
    action: fc.constant('add'),
    title,
    priority,
    checklist: entries,
    repeat: fc.constantFrom(undefined, RULE),
  }),
  fc.record({ action: fc.constant('update'), todo_id: id, title, planned, due, checklist: entries }),
  fc.record({
    action: fc.constantFrom('complete', 'reopen'),
    todo_id: id,
    item: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({ action: fc.constantFrom('complete', 'reopen', 'delete'), todo_id: id }),
  fc.record({
    action: fc.constant('update'),
    todo_id: id,
    title,
    clear: fc.constantFrom(undefined, ['priority', 'due', 'planned', 'checklist']),
  }),
);
type Single = Readonly<Record<string, unknown>> & { readonly action: string };
const anyCall = fc.oneof(
  { weight: 5, arbitrary: single.map((change) => ({ kind: 'single' as const, change: change as Single })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('batch' as const),
      changes: fc.array(single as fc.Arbitrary<Single>, { minLength: 1, maxLength: 5 }),
      allOrNothing: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('undo' as const), steps: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo one' as const), todo_id: id }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

/** What the tools should do, in the simplest way. */
class Expected {
  todos: Model = new Map();
  nextId = 1;
  /**
   * For each step that can be undone, what the todos it touched were before and after it (undefined for one that wasn't
   * there), and all todos as the file had them, until a part of a step is undone.
   */
  readonly steps: { touched: Map<number, Known | undefined>; after: Model; file: string | undefined }[] = [];
  /** the time of the call that is made */
  now = '';

  /** Makes one change in `todos`; undefined when it can't be made. */
  made(todos: Model, change: Single): Model | undefined {
    const next = new Map(todos);
    if (change.action === 'add') {
      next.set(this.nextId++, {
        title: String(change['title']),
        completed: false,
        priority: change['priority'],
        ...(change['repeat'] === RULE && { repeat: RULE, due: TODAY }),
        checklist: [change['checklist']].flat().map((text) => ({ text: String(text), done: false })),
        changed: this.now,
      });
      return next;
    }
    const todoId = Number(change['todo_id']);
    const todo = todos.get(todoId);
    if (!todo) return undefined;
    if (change.action === 'delete') next.delete(todoId);
    else if (change.action === 'update') this.#change(next, todoId, updated(todo, change));
    else if (change['item'] === undefined && change.action === 'complete') this.#complete(next, todoId, todo);
    else if (change['item'] === undefined) this.#reopen(next, todoId, todo);
    else {
      const { checklist = [] } = todo;
      const item = Number(change['item']) - 1;
      const entry = checklist[item];
      if (!entry) return undefined;
      const ticked = { ...entry, done: change.action === 'complete' };
      this.#change(next, todoId, { ...todo, checklist: checklist.with(item, ticked) });
    }
    return next;
  }

  #change(todos: Map<number, Known>, todoId: number, todo: Known): void {
    if (!same(todo, todos.get(todoId))) todos.set(todoId, { ...todo, changed: this.now });
  }

  #complete(todos: Map<number, Known>, todoId: number, todo: Known): void {
    if (todo.completed) return;
    const goesOn = todo.repeat && { repeat: undefined, next: this.nextId };
    todos.set(todoId, { ...todo, completed: true, ...goesOn, at: this.now, changed: this.now });
    if (goesOn) todos.set(this.nextId++, nextOf(todo, this.now));
  }

  #reopen(todos: Map<number, Known>, todoId: number, todo: Known): void {
    if (!todo.completed) return;
    const untouched = todo.next !== undefined && same(todos.get(todo.next), nextOf(todo, todo.at ?? 'never'));
    if (untouched && todo.next !== undefined) todos.delete(todo.next);
    const repeat = untouched ? RULE : todo.repeat;
    todos.set(todoId, { ...todo, completed: false, repeat, next: undefined, changed: this.now });
  }

  /** Makes `changes` as one call would; whether the call succeeds. */
  call(changes: readonly Single[], allOrNothing: boolean): boolean {
    const nextId = this.nextId;
    let todos = this.todos;
    let failed = 0;
    for (const change of changes) {
      const next = this.made(todos, change);
      if (next) todos = next;
      else failed++;
    }
    if (failed === changes.length || (allOrNothing && failed)) {
      this.nextId = nextId;
      return false;
    }
    this.todos = todos;
    return true;
  }

  undo(count: number): boolean {
    if (count > this.steps.length) return false;
    for (const { touched } of this.steps.splice(-count).toReversed()) {
      for (const [todoId, known] of touched) this.#put(todoId, known);
    }
    return true;
  }

  undoOne(todoId: number): boolean {
    const place = this.steps.findLastIndex(({ touched }) => touched.has(todoId));
    const step = this.steps[place];
    const ids = step && this.#undoneWith(step, todoId);
    if (!ids) return false;
    for (const undone of ids) this.#put(undone, step.touched.get(undone));
    for (const undone of ids) step.touched.delete(undone);
    if (!step.touched.size) this.steps.splice(place, 1);
    for (const each of this.steps) each.file = undefined;
    return true;
  }

  /** The todo and all occurrences after it that the step made or removed; undefined when one was changed since. */
  #undoneWith({ touched, after }: (typeof this.steps)[number], todoId: number): number[] | undefined {
    const ids: number[] = [];
    let each: number | undefined = todoId;
    while (each !== undefined && !ids.includes(each)) {
      ids.push(each);
      const known: unknown[] = [this.todos.get(each)?.next, touched.get(each)?.next];
      const next: number | undefined = [...touched.keys()].find(
        (key) => known.includes(key) && (touched.get(key) ? !after.has(key) : this.todos.has(key)),
      );
      if (next !== undefined && this.todos.has(next) && !same(this.todos.get(next), after.get(next)))
        return undefined;
      each = next;
    }
    return ids;
  }

  #put(todoId: number, known: Known | undefined): void {
    const todos = new Map(this.todos);
    if (known) todos.set(todoId, known);
    else todos.delete(todoId);
    this.todos = todos;
  }
}

function updated(
  todo: Known,
  { title: name, clear, planned: day, due: when, checklist: texts }: Single,
): Known {
  const { completed, next, at, changed } = todo;
  if (clear) return { title: String(name), completed, next, ...(at !== undefined && { at }), changed };
  if (!Array.isArray(texts)) return { ...todo, title: String(name) };
  const [due_day, due_time = todo.due_time] = String(when).split(' ');
  const done = new Map(todo.checklist?.map((entry) => [entry.text, entry.done]));
  return {
    ...todo,
    title: String(name),
    planned: day,
    due: due_day,
    due_time,
    checklist: texts.map((text: string) => ({ text, done: done.get(text) ?? false })),
  };
}

/** The occurrence after `todo`, completed at an instant. */
function nextOf(
  { title: name, priority: rank, due: day, due_time, planned: on, checklist }: Known,
  at: string,
) {
  return {
    title: name,
    completed: false,
    priority: rank,
    planned:
      typeof on === 'string' && typeof day === 'string' ? addDays(NEXT_DUE, daysBetween(day, on)) : undefined,
    due: NEXT_DUE,
    due_time,
    repeat: RULE,
    checklist: checklist?.map(({ text }) => ({ text, done: false })),
    changed: at,
  };
}

/** Whether two todos have the same known fields, except `continued_as`. */
function same(a: Known | undefined, b: Known | undefined): boolean {
  const fields = ['title', 'completed', 'priority', 'planned', 'due', 'due_time', 'repeat', 'checklist'];
  const text = (todo: Known | undefined) => JSON.stringify(todo, [...fields, 'text', 'done', 'changed']);
  return text(a) === text(b);
}

/** What a list says of a todo. */
function listed({
  checklist: all,
  next: _next,
  at: _at,
  changed: _changed,
  completed,
  ...known
}: Known): Record<string, unknown> {
  const checklist_done = all && `${all.filter(({ done }) => done).length}/${all.length}`;
  return { ...known, ...(completed && { completed }), checklist_done };
}

test('any calls have the same results as in a simple model of the list, undo and restarts included', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 15 }), async (steps) => {
      let server = await startChecked();
      const expected = new Expected();
      for (const each of steps) {
        // Time passes, so that a change and its reversal never coincide by chance.
        server.clock.instant = new Date(Date.parse(server.clock.instant) + 1_000).toISOString();
        if (each.kind === 'restart') {
          server = await startChecked({ file: server.file });
          continue;
        }
        expected.now = server.clock.instant;
        const before = expected.todos;
        const newest = recorded(server.file).history.at(-1);
        const todosBefore = JSON.stringify(recorded(server.file).todos);
        const exact = each.kind === 'undo' ? expected.steps.at(-each.steps)?.file : undefined;
        let succeeded: boolean;
        let isError: boolean;
        if (each.kind === 'undo') {
          succeeded = expected.undo(each.steps);
          ({ isError } = await server.call('undo', { steps: each.steps }));
        } else if (each.kind === 'undo one') {
          succeeded = expected.undoOne(each.todo_id);
          ({ isError } = await server.call('undo', { todo_id: each.todo_id }));
        } else if (each.kind === 'batch') {
          succeeded = expected.call(each.changes, each.allOrNothing);
          const args = { changes: each.changes, all_or_nothing: each.allOrNothing };
          ({ isError } = await server.call('batch_todos', args));
        } else {
          const { action, ...args } = each.change;
          succeeded = expected.call([each.change], true);
          ({ isError } = await server.call(`${action}_todo`, args));
        }
        expect([each, isError]).toEqual([each, !succeeded]);
        // A change that changes nothing is no step, and which todos a step touched is what the file says.
        const { history, todos } = recorded(server.file);
        const asBefore = succeeded ? exact : undefined;
        expect(JSON.stringify(todos)).toBe(asBefore ?? JSON.stringify(todos));
        const step = history.at(-1);
        if (!each.kind.startsWith('undo') && step && JSON.stringify(step) !== JSON.stringify(newest))
          expected.steps.push({
            touched: new Map(step.changes.map((change) => [change.id, before.get(change.id)])),
            after: expected.todos,
            file: todosBefore,
          });
        const list = await server.call('list_todos', { limit: 200 });
        const found = list.structured['todos'] as Readonly<Record<string, unknown>>[];
        const shown = found.map(
          ({ id: todoId, due_weekday: _due, planned_weekday: _planned, completed_at: _at, ...fields }) => [
            todoId,
            fields,
          ],
        );
        const known = [...expected.todos].map(([todoId, todo]) => [todoId, listed(todo)]);
        expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(known));
      }
      const { structured } = await server.call('add_todo', { title: 'last' });
      expect(structured['todo']).toMatchObject({ id: expected.nextId });
    }),
    { numRuns: 40 },
  );
});

interface Recorded {
  readonly todos: readonly unknown[];
  readonly history: readonly { readonly changes: readonly { readonly id: number }[] }[];
}

/** What the file holds: its todos, and the steps that it remembers. */
function recorded(file: string): Recorded {
  const empty: Recorded = { todos: [], history: [] };
  try {
    return { ...empty, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Recorded>) };
  } catch {
    return empty;
  }
}
