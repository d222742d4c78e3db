import { TodoError } from '../domain/errors.ts';
import { repeatText, ruleOf } from '../domain/repeat/repeating.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { count } from '../domain/text.ts';
import { type Finding, note, ok, problem } from './finding.ts';

/** How many todos with a rule that can't be read are named. */
const RULES_NAMED = 10;

/**
 * Checks what a list holds, wherever it is.
 *
 * @param removal how to be rid of the history for undo
 */
export async function checkContent(read: () => Promise<Snapshot>, removal: string): Promise<Finding[]> {
  try {
    const snapshot = await read();
    const open = snapshot.todos.filter((todo) => !todo.completed).length;
    const completed = snapshot.todos.length - open;
    const todos = `${count(snapshot.todos.length, 'todo')}, ${open} open and ${completed} completed`;
    return [ok('Content', todos), ...checkRules(snapshot), checkHistory(snapshot, removal)];
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return [problem('Content', `${error.message}\n${error.hint}`)];
  }
}

/** A rule that was written by hand may not be one. */
function checkRules({ todos }: Snapshot): Finding[] {
  const unreadable = todos.filter((todo) => repeatText(todo) !== undefined && !ruleOf(todo));
  if (!unreadable.length) return [];
  const named = unreadable.slice(0, RULES_NAMED).map(({ id }) => `#${id}`);
  const more = unreadable.length > RULES_NAMED ? ` and ${unreadable.length - RULES_NAMED} more` : '';
  return [
    note(
      'Repeat',
      `the rule of ${named.join(', ')}${more} can't be read: completing makes no next one.\nPut one such as "every mon" or "every month on the 15th" in its place.`,
    ),
  ];
}

/** The history for undo holds more than the list shows, which matters to people who give the file away. */
function checkHistory({ todos, history = [] }: Snapshot, removal: string): Finding {
  const listed = new Set(todos.map(({ id }) => id));
  const kept = history.flatMap(({ changes }) => changes ?? []).filter(({ before }) => before !== null);
  const deleted = new Set(kept.map(({ id }) => id).filter((id) => !listed.has(id)));
  const steps = `${count(history.length, 'step')} can be undone`;
  if (!deleted.size) return ok('Undo', `${steps}; no deleted todo is kept`);
  return note(
    'Undo',
    `${steps}; for that ${count(deleted.size, 'deleted todo')} ${deleted.size === 1 ? 'is' : 'are'} still kept.\nTo remove ${deleted.size === 1 ? 'it' : 'them'}, ${removal}.`,
  );
}
