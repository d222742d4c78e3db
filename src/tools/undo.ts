import * as z from 'zod';

import { undo } from '../domain/history.ts';
import { count } from '../domain/text.ts';
import type { Todo } from '../domain/todo.ts';
import { CUT_NOTE, fittedViews } from '../render/fit.ts';
import { markedLine, todoView, type TodoView, viewOf, withoutTimes } from '../render/todo-view.ts';
import { defineTool } from './kit/define-tool.ts';

const output = z.strictObject({
  undone: z.array(
    z.strictObject({
      tool: z.string(),
      at: z.string(),
      removed: z.array(todoView).optional().describe('Had been added, now gone'),
      restored: z.array(todoView).optional().describe('Had been deleted, now back'),
      reverted: z.array(todoView).optional().describe('Had been changed, now as before'),
    }),
  ),
  left_out: z.int().optional().describe('Todos undone but too many to show'),
  steps_left: z.int(),
  notes: z.array(z.string()).optional(),
});

export const undoTool = defineTool({
  name: 'undo',
  title: 'Undo',
  description:
    'Take back the last change to the list, or the last several with steps. One step per tool call; works after a restart too.',
  input: z.strictObject({ steps: z.int().min(1).max(20).optional().describe('Default 1') }),
  output,
  destructive: true,
  idempotent: false,
  undoable: false,
  change(snapshot, { steps = 1 }) {
    const { snapshot: next, undone, stepsLeft } = undo(snapshot, steps);
    const todos = undone.flatMap(({ removed, restored, reverted }) => [...removed, ...restored, ...reverted]);
    const { views, fitting, cut } = fittedViews(todos.map((todo) => withoutTimes(viewOf(todo))));
    let taken = 0;
    const take = (those: readonly Todo[]) => {
      const first = taken;
      taken += those.length;
      return views.slice(first, Math.min(taken, fitting));
    };
    return {
      snapshot: next,
      result: {
        undone: undone.map(({ step: { tool, at }, removed, restored, reverted }) => ({
          tool,
          at,
          ...(removed.length && { removed: take(removed) }),
          ...(restored.length && { restored: take(restored) }),
          ...(reverted.length && { reverted: take(reverted) }),
        })),
        ...(fitting < todos.length && { left_out: todos.length - fitting }),
        steps_left: stepsLeft,
        ...(cut && { notes: [CUT_NOTE] }),
      },
    };
  },
  render({ undone, left_out = 0, steps_left, notes = [] }) {
    const lines = undone.flatMap(({ tool, at, removed = [], restored = [], reverted = [] }) => [
      `Undid ${tool} of ${at}:`,
      ...removed.map((todo) => `gone again: ${entry(todo)}`),
      ...restored.map((todo) => `back: ${entry(todo)}`),
      ...reverted.map((todo) => `as it was: ${entry(todo)}`),
    ]);
    if (left_out) lines.push(`and ${left_out} more, too many to show.`);
    return [...lines, `${count(steps_left, 'step')} left to undo.`, ...notes].join('\n');
  },
});

function entry(todo: TodoView): string {
  return `${markedLine(todo)}${todo.description ? `\n${todo.description}` : ''}`;
}
