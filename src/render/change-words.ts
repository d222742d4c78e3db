/** What a change did to a todo, field by field. */
import { differencesOf } from '../domain/fields.ts';
import { cleanLine, nameOf, shorten } from '../domain/text/text.ts';
import type { ReviewedChange } from '../domain/undo.ts';

/** One line on what a step did to a todo: `changed #3 Call Mum: due Fri 2026-11-27 -> Mon 2026-11-30`. */
export function changeWords({ id, before, after, exact }: ReviewedChange): string {
  const todo = after ?? before;
  const name = todo ? nameOf(todo) : `#${id}`;
  const done = !before ? 'added' : !after ? 'deleted' : 'changed';
  if (!exact) return `${done} ${name}, which has since been changed by someone else`;
  if (!before || !after) return `${done} ${name}`;
  const changes = [
    ...(before.completed === after.completed ? [] : [after.completed ? 'completed' : 'reopened']),
    ...differencesOf(before, after).map(
      (field) => `${field.name} ${short(field.before)} -> ${short(field.after)}`,
    ),
  ];
  return `changed ${name}${changes.length ? `: ${changes.join(', ')}` : ''}`;
}

function short(text: string): string {
  return shorten(cleanLine(text || 'none'), 40);
}
