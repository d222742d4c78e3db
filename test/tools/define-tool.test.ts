import { expect, test } from 'vitest';
import { z } from 'zod';

import { addTodo } from '../../src/domain/changes.ts';
import { createLogger } from '../../src/logger.ts';
import { defineTool } from '../../src/tools/define-tool.ts';
import { MemoryStore } from '../support/memory-store.ts';

const INSTANT = new Date('2026-11-21T12:00:00.000Z');

function noWords(): string {
  throw new Error('no words for it');
}

test.for<[string, unknown, () => string]>([
  ['breaks its own schema', { id: 'one' }, () => 'text'],
  ['has no text', { id: 1 }, noWords],
])(
  'an answer that %s leaves no change behind, and no trace of it reaches the client',
  async ([_what, answer, render]) => {
    const store = new MemoryStore();
    const logged: string[] = [];
    const tool = defineTool({
      name: 'bad_tool',
      title: 'Bad',
      description: 'Bad',
      input: z.strictObject({}),
      output: z.strictObject({ id: z.int() }),
      destructive: false,
      idempotent: false,
      change: (snapshot) => ({
        snapshot: addTodo(snapshot, { title: 'x' }, INSTANT.toISOString()).snapshot,
        result: answer as { id: number },
      }),
      render,
    });
    const clock = { now: () => INSTANT, dayOf: () => '2026-11-21' };
    const logger = createLogger(
      'error',
      (line) => logged.push(line),
      () => INSTANT,
    );
    await expect(
      tool.call({}, { store, clock, logger, file: '/todos.json', readOnly: false }),
    ).rejects.toMatchObject({
      code: -32603,
      message: expect.stringContaining('The server failed in a way it should not') as string,
    });
    expect(store.writes).toBe(0);
    expect(logged).toHaveLength(1);
  },
);
