import { withWeekday } from './calendar.ts';
import { inListingOrder } from './query.ts';
import type { Snapshot } from './snapshot.ts';
import { cleanLine } from './text.ts';
import type { Todo } from './todo.ts';
import { estimateTokens } from './token-budget.ts';

/**
 * The list as Markdown: open todos first, then the completed ones under a heading of their own.
 *
 * @param budget about how many tokens it may cost; what doesn't fit is left out from the end, and a last line says how
 *   much that is
 */
export function listAsMarkdown(snapshot: Snapshot, budget = Infinity): string {
  const todos = inListingOrder(snapshot);
  const firstCompleted = todos.findIndex((todo) => todo.completed);
  const open = firstCompleted < 0 ? todos.length : firstCompleted;
  const lines = ['# Todos', ''];
  if (!open) lines.push(todos.length ? 'Nothing left to do: every todo is completed.' : 'No todos yet.');
  let spent = 0;
  for (const [index, todo] of todos.entries()) {
    const task = asTask(todo);
    if (budget < Infinity) spent += estimateTokens(task);
    if (spent > budget) {
      lines.push('', leftOut(Math.max(open - index, 0), todos.length - Math.max(open, index)));
      break;
    }
    if (index === open) lines.push('', '## Completed', '');
    lines.push(task);
  }
  return `${lines.join('\n')}\n`;
}

/** One todo as a Markdown task, everything about it indented below. */
export function todoAsMarkdown(todo: Todo): string {
  const times = [
    todo.created_at && `created: ${todo.created_at}`,
    todo.updated_at && `updated: ${todo.updated_at}`,
    todo.completed_at && `completed: ${todo.completed_at}`,
  ].filter((line) => !!line);
  return `${[asTask(todo), ...times.map((line) => `  - ${line}`)].join('\n')}\n`;
}

/** `- [ ] #1: title`, its fields and its description indented below. */
export function asTask(todo: Todo): string {
  const fields = [
    todo.due && `due: ${withWeekday(todo.due)}`,
    todo.priority && `priority: ${todo.priority}`,
    todo.project && `project: ${cleanLine(todo.project)}`,
    todo.tags?.length && `tags: ${todo.tags.map(cleanLine).join(', ')}`,
  ].filter((line) => !!line);
  const lines = [
    `- [${todo.completed ? 'x' : ' '}] #${todo.id}: ${cleanLine(todo.title)}`,
    ...fields.map((line) => `  - ${line}`),
  ];
  if (todo.description) {
    lines.push('', ...todo.description.split(/\r\n?|\n/).map((line) => (line.trim() ? `  ${line}` : '')), '');
  }
  return lines.join('\n');
}

function leftOut(open: number, completed: number): string {
  return `Left out to keep this short: ${open} open and ${completed} completed; list_todos shows all.`;
}
