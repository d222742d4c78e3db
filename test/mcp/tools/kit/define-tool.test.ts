import { expect, test } from 'vitest';
import { z } from 'zod';

import { addTodo } from '../../../../src/domain/changes.ts';
import { createLogger } from '../../../../src/logger.ts';
import { defineTool } from '../../../../src/mcp/tools/kit/define-tool.ts';
import { systemClock } from '../../../../src/system-clock.ts';
import { MemoryStore } from '../../../support/memory-store.ts';

const INSTANT = new Date('2026-11-21T12:00:00.000Z');

function noWords(): string {
  throw new Error('no words for it');
}

test.each<[string, unknown, () => string, string]>([
  ['breaks its own schema', { id: 'one' }, () => 'text', 'invalid_type'],
  ['has no text', { id: 1 }, noWords, 'no words for it'],
])('an answer that %s leaves no change behind', async (_what, answer, render, error) => {
  const store = new MemoryStore();
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
  const clock = systemClock('UTC', () => INSTANT);
  const logger = createLogger('error', () => {});
  const call = tool.call({}, { store, clock, logger, place: { file: '/todos.json' }, readOnly: false });
  await expect(call).rejects.toThrow(error);
  expect(store.writes).toBe(0);
});
