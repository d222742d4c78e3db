import type { Todo } from './todo.ts';

/** Where two versions of a list differ: all before and after this span are the same todos, the very same objects. */
interface ChangedSpan {
  /** how many todos both versions begin with */
  readonly first: number;
  /** how many todos both versions end with */
  readonly last: number;
  /** what the earlier version has between them */
  readonly before: readonly Todo[];
  /** what the later version has between them */
  readonly after: readonly Todo[];
}

/**
 * Finds where two versions of a list differ. Changes share the todos they don't touch, so for one change of a long list
 * the span is short, and finding it is the only walk over the whole list that a change needs.
 */
export function changedSpan(before: readonly Todo[], after: readonly Todo[]): ChangedSpan {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first++;
  let last = 0;
  while (last < shorter - first && before[before.length - 1 - last] === after[after.length - 1 - last])
    last++;
  return {
    first,
    last,
    before: before.slice(first, before.length - last),
    after: after.slice(first, after.length - last),
  };
}
