import { z } from 'zod';

import { undo } from '../domain/history.ts';
import { count } from '../domain/text.ts';
import type { Todo } from '../domain/todo.ts';
import { defineTool } from './define-tool.ts';
import { fittingView, todoLine, todoView, type TodoView, viewOf } from './todo-view.ts';

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
    const { snapshot: next, undone } = undo(snapshot, steps);
    const todos = undone.flatMap(({ removed, restored, reverted }) => [...removed, ...restored, ...reverted]);
    const { view, shown } = fittingView(todos.map(viewOf));
    const left = new Set(todos.slice(shown));
    const views = (those: readonly Todo[]) =>
      those.filter((todo) => !left.has(todo)).map((todo) => view(viewOf(todo)));
    return {
      snapshot: next,
      result: {
        undone: undone.map(({ step: { tool, at }, removed, restored, reverted }) => ({
          tool,
          at,
          ...(removed.length && { removed: views(removed) }),
          ...(restored.length && { restored: views(restored) }),
          ...(reverted.length && { reverted: views(reverted) }),
        })),
        ...(left.size && { left_out: left.size }),
        steps_left: next.history?.length ?? 0,
      },
    };
  },
  render({ undone, left_out = 0, steps_left }) {
    const lines = undone.flatMap(({ tool, at, removed = [], restored = [], reverted = [] }) => [
      `Undid ${tool} of ${at}:`,
      ...removed.map((todo) => `gone again: ${entry(todo)}`),
      ...restored.map((todo) => `back: ${entry(todo)}`),
      ...reverted.map((todo) => `as it was: ${entry(todo)}`),
    ]);
    if (left_out) lines.push(`and ${left_out} more, too many to show.`);
    return [...lines, `${count(steps_left, 'step')} left to undo.`].join('\n');
  },
});

function entry(todo: TodoView): string {
  return `${todo.completed ? '[done] ' : ''}${todoLine(todo)}${todo.description ? `\n${todo.description}` : ''}`;
}
