/** A census: the board's editor has every field of a todo but those with a reason. */
import { expect, test } from 'vitest';

import type { Todo } from '../../../src/domain/todo.ts';
import { fieldsOf } from '../../../src/optional/board/page/fields.ts';
import { wholeView } from '../../../src/render/todo-view.ts';
import { FULL_TODO, momentOn } from '../../support/todos.ts';

const NOT_IN_EDITOR: Partial<Record<keyof Todo, string>> = {
  id: 'nobody may change it',
  completed: 'the box in the row',
  checklist: 'its boxes in the row',
  series_date: 'no answer has it',
  continued_as: 'no answer has it',
  created_at: 'the time of a call',
  updated_at: 'the time of a call',
  completed_at: 'the time of a call',
};

test('the editor has every field but those named here', () => {
  const inEditor = (todo: Todo) => fieldsOf(wholeView(todo, momentOn('2026-11-21')));
  const full = JSON.stringify(inEditor(FULL_TODO));
  const missing = Object.keys(FULL_TODO).filter((field) => {
    const without = { ...FULL_TODO, [field]: undefined };
    return JSON.stringify(inEditor(without)) === full;
  });
  expect(missing.toSorted()).toEqual(Object.keys(NOT_IN_EDITOR).toSorted());
});
