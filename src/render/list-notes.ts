import { distance } from 'fastest-levenshtein';

import {
  type CalendarDate,
  FIRST_DAY,
  LAST_DAY,
  type Moment,
  withWeekday,
} from '../domain/dates/calendar.ts';
import { labelKey, type LabelUse, projectsOf, tagsOf } from '../domain/labels.ts';
import { inListingOrder } from '../domain/listing-order.ts';
import {
  type Found,
  hasTag,
  isCompletedWithin,
  isInProject,
  selectTodos,
  type TodoFilter,
} from '../domain/query.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { cleanLine, count, shorten } from '../domain/text.ts';
import type { Todo } from '../domain/todo.ts';
import { wordsOfQuery, wordsOfTitle } from '../domain/words.ts';

/** How many tags, projects or todos a note names. */
const NAMED = 8;

/**
 * What has to be said about a list beside its todos, so that nobody takes it for more or less than it is: which days
 * were meant, that a query was met in part, and, when nothing was found, why that may be.
 */
export function listNotes(snapshot: Snapshot, filter: TodoFilter, found: Found, moment: Moment): string[] {
  const { partly } = found;
  return [
    ...(found.todos.length ? [] : notesOnNothing(snapshot, filter, moment)),
    ...(partly ? [`No todo has all words of the query; these have ${partly.had} of ${partly.of}.`] : []),
    ...rangeNote('Due', filter.due_from, filter.due_to),
    ...rangeNote('Completed', filter.completed_from, filter.completed_to),
  ];
}

function notesOnNothing(snapshot: Snapshot, filter: TodoFilter, moment: Moment): string[] {
  if (!snapshot.todos.length) return ['No todos yet.'];
  const unknown = [
    ...unknownTag(snapshot, filter),
    ...unknownProject(snapshot, filter),
    ...unknownWords(snapshot, filter, moment),
  ];
  const others = unknown.length ? unknown : withoutOne(snapshot, filter, moment);
  return ['No todos match.', ...others, ...completedInstead(snapshot, filter, moment)];
}

/** `Due from Mon 2026-11-16 to Sun 2026-11-22.` The days are often given in words. */
function rangeNote(what: string, from: CalendarDate | undefined, to: CalendarDate | undefined): string[] {
  if (from === undefined && to === undefined) return [];
  return [`${what}${from ? ` from ${withWeekday(from)}` : ''}${to ? ` to ${withWeekday(to)}` : ''}.`];
}

function unknownTag({ todos }: Snapshot, { tag }: TodoFilter): string[] {
  if (tag === undefined || todos.some((todo) => hasTag(todo, tag))) return [];
  return [`No todo has the tag "${shorten(tag, 60)}".${inUse('Tags', tagsOf(todos), tag)}`];
}

function unknownProject({ todos }: Snapshot, { project }: TodoFilter): string[] {
  if (project === undefined || todos.some((todo) => isInProject(todo, project))) return [];
  return [
    `No todo is in the project "${shorten(project, 60)}".${inUse('Projects', projectsOf(todos), project)}`,
  ];
}

/** The names in use, those most like `given` first, then the most used. */
function inUse(what: string, labels: readonly LabelUse[], given: string): string {
  if (!labels.length) return ` No ${what.toLowerCase()} are in use.`;
  const key = labelKey(given);
  const sorted = labels
    .map((label) => ({ ...label, far: unlikeness(labelKey(label.name), key) }))
    .toSorted((a, b) => a.far - b.far || b.count - a.count);
  const named = sorted
    .slice(0, NAMED)
    .map((label) => `${shorten(cleanLine(label.name), 40)} (${label.count})`);
  const more = labels.length > NAMED ? ` and ${labels.length - NAMED} more` : '';
  return ` ${what}: ${named.join(', ')}${more}.`;
}

/** 0 when one contains the other, few slips for those that are spelled alike, and the same for all others. */
function unlikeness(a: string, b: string): number {
  if (a.includes(b) || b.includes(a)) return 0;
  const slips = distance(a.slice(0, 60), b.slice(0, 60));
  return slips <= Math.max(a.length, b.length) / 2 ? slips : Infinity;
}

/** For a query that nothing in the list has a word of: todos with words that are spelled alike. */
function unknownWords(snapshot: Snapshot, { query }: TodoFilter, moment: Moment): string[] {
  const words = wordsOfQuery(query ?? '');
  if (!words.length || selectTodos(snapshot, { query }, moment).todos.length) return [];
  const similar = inListingOrder(snapshot, moment.today).filter((todo) =>
    wordsOfTitle(todo.title).some((word) => words.some((wanted) => isNear(wanted, word))),
  );
  const what = `No todo has ${words.length > 1 ? 'these words' : 'this word'} in its title, description, tags, project or checklist.`;
  const byId = snapshot.todos.filter(({ id }) => String(id) === words.join(' '));
  return [[what, ...nameThem('Spelled alike', similar), ...nameThem('By its id', byId)].join(' ')];
}

function nameThem(what: string, todos: readonly Todo[]): string[] {
  return todos.length ? [`${what}: ${names(todos)}.`] : [];
}

/** A slip in a short word, two in a longer one. */
function isNear(wanted: string, word: string): boolean {
  if (wanted.length < 4 || Math.abs(wanted.length - word.length) > 2) return false;
  return distance(wanted, word) <= (wanted.length < 6 ? 1 : 2);
}

/** Which single filter stands in the way: without it, todos would be found. */
function withoutOne(snapshot: Snapshot, filter: TodoFilter, moment: Moment): string[] {
  const found = Object.entries(filter).flatMap(([name, value]) => {
    const others = { ...filter, [name]: undefined };
    // What there is beside the words looked for is no answer.
    if (name === 'query' || value === undefined || value === 'all' || value === true) return [];
    const { todos, partly } = selectTodos(snapshot, others, moment);
    // Without its only filter a list is the whole list, which says something only of the completed ones.
    const only = Object.values(others).every((other) => other === undefined);
    if (!todos.length || partly || (only && name !== 'show_completed')) return [];
    return [`without ${name}: ${todos.length < 4 ? names(todos) : count(todos.length, 'todo')}`];
  });
  if (!found.length) return [];
  const line = found.join('; ');
  return [`${line.charAt(0).toUpperCase()}${line.slice(1)}.`];
}

/** Who asks what was done in a week often gives its days as due dates. */
function completedInstead(snapshot: Snapshot, filter: TodoFilter, moment: Moment): string[] {
  const { due_from, due_to } = filter;
  if (due_from === undefined && due_to === undefined) return [];
  const done = snapshot.todos.filter((todo) =>
    isCompletedWithin(todo, due_from ?? FIRST_DAY, due_to ?? LAST_DAY, moment),
  );
  if (!done.length) return [];
  return [
    `${count(done.length, 'todo')} completed in these days: to list what got done, use completed_from and completed_to.`,
  ];
}

function names(todos: readonly Todo[]): string {
  const named = todos.slice(0, 3).map(({ id, title, completed }) => {
    return `#${id} ${shorten(cleanLine(title), 40)}${completed ? ' (completed)' : ''}`;
  });
  return todos.length > 3 ? `${named.join(', ')} and ${todos.length - 3} more` : named.join(', ');
}
