/** Random calls, and what clients and the file show of them, as the operations of a history. */
import { storedList } from './left-behind.ts';
import { type Operation, unexplained } from './linearizable.ts';
import {
  afterCall,
  type Call,
  EMPTY_LIST,
  isUnconfirmed,
  type List,
  randomCall,
  textIn,
  textOf,
  todosOf,
} from './list-spec.ts';
import type { Message } from './spawned.ts';

/**
 * Makes random calls until `left` have been made, one after the other in each chain, all chains at once.
 *
 * @param writers for each chain, whether it changes the list, or mostly finds nothing to do
 */
export async function makeRandomCalls(
  random: () => number,
  left: number,
  writers: readonly boolean[],
  make: (chain: number, call: Call) => Promise<void>,
): Promise<void> {
  let titles = 0;
  const run = async (isWriter: boolean, chain: number) => {
    while (left-- > 0)
      await make(
        chain,
        randomCall(random, isWriter, () => `t${++titles}`),
      );
  };
  await Promise.all(writers.map(run));
}

/** A call as a history has it. @param end in milliseconds of `performance.now()`, as `start` */
export function operationOf(
  call: Call,
  by: string,
  answer: Message | undefined,
  { start, end }: { readonly start: number; readonly end: number },
): Operation<List> {
  return {
    what: `${call.tool} ${JSON.stringify(call.args)} by ${by}: ${answer ? textIn(answer) : 'no answer'}`,
    start,
    end,
    answer: !answer ? 'none' : isUnconfirmed(answer) ? 'vague' : 'exact',
    apply: (before) => afterCall(call, before, answer),
  };
}

/** The file that is left, as what a last call read. */
export function lastOperation(file: string): Operation<List> {
  const start = performance.now();
  const { todos, next_id } = storedList(file);
  const found = textOf({ nextId: next_id, todos: todosOf(todos) });
  const apply = (before: List) => (textOf(before) === found ? before : undefined);
  return { what: `the file: ${found}`, start, end: Infinity, answer: 'exact', apply };
}

/** What no order of the operations on a new list explains; undefined if all is explained. */
export function unexplainedCalls(operations: readonly Operation<List>[]): readonly string[] | undefined {
  return unexplained(operations, EMPTY_LIST, textOf);
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
