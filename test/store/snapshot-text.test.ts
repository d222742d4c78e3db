import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Snapshot } from '../../src/domain/snapshot.ts';
import type { Todo } from '../../src/domain/todo.ts';
import { serializeSnapshot, type SnapshotText } from '../../src/store/snapshot-text.ts';

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
});

test('a text made from the one before is the text made from nothing, whatever changed', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      let todos: readonly Todo[] = [];
      let text: SnapshotText | undefined;
      for (const { at, remove, insert, nextId } of edits) {
        todos = todos.toSpliced(Math.min(at, todos.length), remove, ...insert);
        const snapshot: Snapshot = { todos, next_id: nextId };
        text = serializeSnapshot(snapshot, text);
        const fresh = serializeSnapshot(snapshot);
        expect(text.bytes.toString()).toBe(fresh.bytes.toString());
        expect([text.start, ...text.ends]).toEqual([fresh.start, ...fresh.ends]);
        expect(JSON.parse(text.bytes.toString())).toEqual({ todos, next_id: nextId, version: 1 });
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
  const before = serializeSnapshot({ todos: [silent], next_id: 2 });
  silent.toJSON = () => ({ id: 1, title: 'second time', completed: false });
  const after = serializeSnapshot(
    { todos: [silent, { id: 2, title: 'b', completed: false }], next_id: 3 },
    before,
  );
  expect(after.bytes.toString()).toContain('first time');
});
