import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Snapshot } from '../../src/domain/snapshot.ts';
import type { Todo } from '../../src/domain/todo.ts';
import { SnapshotText } from '../../src/store/snapshot-text.ts';

const todo = fc.record({
  id: fc.integer({ min: 1, max: 1000 }),
  title: fc.string({ unit: 'grapheme', maxLength: 12 }),
  completed: fc.boolean(),
});

/** What one step may do to a list: take some todos away anywhere, and put others there. */
const edit = fc.record({
  at: fc.nat(30),
  remove: fc.nat(4),
  insert: fc.array(todo, { maxLength: 4 }),
  nextId: fc.integer({ min: 1, max: 99_999 }),
  /** Files keep the order of their fields; this one stands before the todos or after them. */
  nextIdFirst: fc.boolean(),
});

test('a text made from the one before is the text made from nothing, whatever changed', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      let todos: readonly Todo[] = [];
      const text = new SnapshotText();
      for (const { at, remove, insert, nextId, nextIdFirst } of edits) {
        todos = todos.toSpliced(Math.min(at, todos.length), remove, ...insert);
        const snapshot: Snapshot = nextIdFirst ? { next_id: nextId, todos } : { todos, next_id: nextId };
        const rendered = text.render(snapshot).toString();
        expect(rendered).toBe(new SnapshotText().render(snapshot).toString());
        expect(JSON.parse(rendered)).toEqual({ todos, next_id: nextId, version: 1 });
      }
    }),
    { numRuns: 300 },
  );
});

test('the lines that did not change are not written again', () => {
  const silent = {
    id: 1,
    title: 'a',
    completed: false,
    toJSON: () => ({ id: 1, title: 'first time', completed: false }),
  };
  const text = new SnapshotText();
  text.render({ todos: [silent], next_id: 2 });
  silent.toJSON = () => ({ id: 1, title: 'second time', completed: false });
  const after = text.render({ todos: [silent, { id: 2, title: 'b', completed: false }], next_id: 3 });
  expect(after.toString()).toContain('first time');
});
