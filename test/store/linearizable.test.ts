import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { type Operation, unexplained } from '../support/linearizable.ts';
import { runHistory } from '../support/list-history.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A write of a register, or a read that found a value. */
function operation(
  kind: 'write' | 'read',
  value: number,
  start: number,
  end: number,
  answer: Operation<number>['answer'] = 'exact',
) {
  const apply = (before: number) => (kind === 'write' ? value : before === value ? before : undefined);
  return { what: `${kind} ${value}`, start, end, answer, apply } satisfies Operation<number>;
}

describe('the checker of histories', () => {
  test.for([
    ['one after the other', [operation('write', 1, 0, 1), operation('read', 1, 2, 3)]],
    ['a read during a write finds the old value', [operation('write', 1, 0, 9), operation('read', 0, 2, 3)]],
    [
      'a write whose server was killed took effect',
      [operation('write', 1, 0, 1, 'none'), operation('read', 1, 2, 3)],
    ],
    [
      'a write whose server was killed had no effect',
      [operation('write', 1, 0, 1, 'none'), operation('read', 0, 2, 3)],
    ],
    ...(['none', 'vague'] as const).map(
      (answer) =>
        [
          `a write of what was there, which took effect after another one (answer: ${answer})`,
          [
            operation('write', 1, 0, 1),
            operation('write', 1, 2, 9, answer),
            operation('write', 2, 3, 4),
            operation('read', 1, 5, 6),
          ],
        ] as const,
    ),
    [
      'reads during two writes at once',
      [
        operation('write', 1, 0, 9),
        operation('write', 2, 0, 9),
        operation('read', 2, 1, 2),
        operation('read', 1, 3, 4),
      ],
    ],
  ] as const)('explains %s', ([, history]) => {
    expect(unexplained(history, 0, String)).toBeUndefined();
  });

  test.for([
    ['a read that finds an older value', [operation('write', 1, 0, 1), operation('read', 0, 2, 3)]],
    ['a read of what nobody wrote', [operation('write', 1, 0, 9), operation('read', 2, 2, 3)]],
    [
      'reads that go back in time during a write',
      [operation('write', 1, 0, 9), operation('read', 1, 1, 2), operation('read', 0, 3, 4)],
    ],
    [
      'a write that vanishes although its effect was seen',
      [operation('write', 1, 0, 1, 'none'), operation('read', 1, 2, 3), operation('read', 0, 4, 5)],
    ],
  ] as const)('refuses %s', ([, history]) => {
    expect(unexplained(history, 0, String)).toContainEqual(
      expect.stringContaining(history.at(-1)?.what ?? ''),
    );
  });
});

test('all that three servers on a slow disk answer is true of one list at one moment of the call', async () => {
  const file = join(tempFolder(), 'todos.json');
  const { counts, unexplained: found } = await runHistory({
    file,
    seed: 1,
    servers: 3,
    writers: 1,
    meetings: 3,
    calls: 60,
    slowMs: 30,
    faultRate: 0.01,
    disturbances: 2,
  });
  expect(found).toBeUndefined();
  expect(counts.calls).toBe(4 + 3 * 4 + 60);
});
