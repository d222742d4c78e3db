/** What a change did to a todo, field by field. */
import { progressOf } from '../domain/checklist.ts';
import { withWeekday } from '../domain/dates/calendar.ts';
import { dueInWords } from '../domain/dates/todo-days.ts';
import { repeatText } from '../domain/repeat/repeating.ts';
import { cleanLine, nameOf, shorten } from '../domain/text/text.ts';
import type { Todo } from '../domain/todo.ts';
import type { ReviewedChange } from '../domain/undo.ts';

/** Fields as text; undefined or empty without a value. */
const FIELDS: Readonly<Record<string, (todo: Todo) => string | null | undefined>> = {
  title: ({ title }) => title,
  description: ({ description }) => description,
  priority: ({ priority }) => priority,
  due: dueInWords,
  planned: ({ planned }) => planned && withWeekday(planned),
  repeat: repeatText,
  tags: ({ tags }) => tags?.join(', '),
  project: ({ project }) => project,
  checklist: (todo) => {
    const entries = todo.checklist?.map(({ text, done }) => (done ? `[x] ${text}` : text));
    return entries?.length ? `${progressOf(todo)}: ${entries.join(', ')}` : undefined;
  },
};

/** One line on what a step did to a todo: `changed #3 Call Mum: due Fri 2026-11-27 -> Mon 2026-11-30`. */
export function changeWords({ id, before, after, exact }: ReviewedChange): string {
  const todo = after ?? before;
  const name = todo ? nameOf(todo) : `#${id}`;
  const done = !before ? 'added' : !after ? 'deleted' : 'changed';
  if (!exact) return `${done} ${name}, which has since been changed by someone else`;
  if (!before || !after) return `${done} ${name}`;
  const changes = [
    ...(before.completed === after.completed ? [] : [after.completed ? 'completed' : 'reopened']),
    ...Object.entries(FIELDS).flatMap(([field, text]) =>
      difference(field, text(before) || 'none', text(after) || 'none'),
    ),
  ];
  return `changed ${name}${changes.length ? `: ${changes.join(', ')}` : ''}`;
}

function difference(field: string, before: string, after: string): string[] {
  const short = (text: string) => shorten(cleanLine(text), 40);
  return before === after ? [] : [`${field} ${short(before)} -> ${short(after)}`];
}
