/** What to say about an empty or surprising list. */
import { distance } from 'fastest-levenshtein';

import {
  type CalendarDate,
  FIRST_DAY,
  LAST_DAY,
  type Moment,
  withWeekday,
} from '../domain/dates/calendar.ts';
import { type LabelUse, projectsOf, tagsOf, WITHOUT } from '../domain/labels.ts';
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
import {
  cleanLine,
  count,
  firstOf,
  nameOf,
  shorten,
  labelKey,
  wordsOfQuery,
  wordsOfTitle,
} from '../domain/text/text.ts';
import type { Todo } from '../domain/todo.ts';

/** How many labels, and how many todos, a note names. */
const LABELS_NAMED = 8;
const TODOS_NAMED = 3;

/**
 * Notes that keep a list from being misread: which days were meant, that a query matched only in part, and why nothing may
 * have been found.
 */
export function listNotes(snapshot: Snapshot, filter: TodoFilter, found: Found, moment: Moment): string[] {
  const { partly } = found;
  return [
    ...(found.todos.length ? [] : notesOnNothing(snapshot, filter, moment)),
    ...(partly
      ? [
          `No todo has all words of the query; these have ${partly.had} of ${partly.of}.`,
          ...operators(filter),
        ]
      : []),
    ...forToday(snapshot, filter, moment),
    ...rangeNote('Due or planned', filter.due_from, filter.due_to),
    ...rangeNote('Completed', filter.completed_from, filter.completed_to),
    ...rangeNote('Added', filter.created_from, undefined),
  ];
}

/** Says what is not among the coming days: "what is next" may be today. */
function forToday(snapshot: Snapshot, filter: TodoFilter, moment: Moment): string[] {
  if (filter.view !== 'upcoming') return [];
  const { todos } = selectTodos(snapshot, { ...filter, view: 'today' }, moment);
  return todos.length
    ? [`Not shown, as they are for today or overdue: ${count(todos.length, 'todo')} (view: "today").`]
    : [];
}

function notesOnNothing(snapshot: Snapshot, filter: TodoFilter, moment: Moment): string[] {
  if (!snapshot.todos.length) return ['No todos yet.'];
  const unknown = [
    ...unknownTag(snapshot, filter),
    ...unknownProject(snapshot, filter),
    ...unknownWords(snapshot, filter, moment),
  ];
  const others = unknown.length ? unknown : withoutOne(snapshot, filter, moment);
  return ['No todos match.', ...others, ...operators(filter), ...completedInstead(snapshot, filter, moment)];
}

/** `Due from Mon 2026-11-16 to Sun 2026-11-22.`, as days are often given in words. */
function rangeNote(what: string, from: CalendarDate | undefined, to: CalendarDate | undefined): string[] {
  if (from === undefined && to === undefined) return [];
  return [`${what}${from ? ` from ${withWeekday(from)}` : ''}${to ? ` to ${withWeekday(to)}` : ''}.`];
}

function unknownTag({ todos }: Snapshot, { tag = [] }: TodoFilter): string[] {
  return tag.flatMap((name) => {
    if (name === WITHOUT || todos.some((todo) => hasTag(todo, name))) return [];
    if (todos.some((todo) => isInProject(todo, name)))
      return [
        `No todo has the tag "${shorten(name, 60)}", but there is a project of that name: use project.`,
      ];
    return [`No todo has the tag "${shorten(name, 60)}".${inUse('Tags', tagsOf(todos), name)}`];
  });
}

function unknownProject({ todos }: Snapshot, { project = [] }: TodoFilter): string[] {
  return project.flatMap((name) => {
    if (name === WITHOUT || todos.some((todo) => isInProject(todo, name))) return [];
    if (todos.some((todo) => hasTag(todo, name)))
      return [`No todo is in the project "${shorten(name, 60)}", but there is a tag of that name: use tag.`];
    return [`No todo is in the project "${shorten(name, 60)}".${inUse('Projects', projectsOf(todos), name)}`];
  });
}

/** Filters that models know from other programs. */
function operators({ query = '', tag = [], project = [] }: TodoFilter): string[] {
  if ([query.trim(), ...tag, ...project].some((text) => /^(?:\*|all|any)$/i.test(text)))
    return ['For all todos leave the filter out.'];
  if ([...tag, ...project].some((text) => /^[-!]|^not /i.test(text)))
    return ["A filter can't leave a name out."];
  return / (?:OR|AND|NOT) |(?:^| )[-!][\p{L}\p{N}]|(?:^| )(?:tag|project|label):/u.test(query)
    ? [
        'query takes plain words, which must all occur: make a call for each alternative, or use tag and project.',
      ]
    : [];
}

/** The labels in use, those most similar to `given` first, then the most used. */
function inUse(what: string, labels: readonly LabelUse[], given: string): string {
  if (!labels.length) return ` No ${what.toLowerCase()} are in use.`;
  const key = labelKey(given);
  const sorted = labels
    .map((label) => ({ ...label, far: unlikeness(labelKey(label.name), key) }))
    .toSorted((a, b) => a.far - b.far || b.count - a.count);
  const named = sorted.map((label) => `${shorten(cleanLine(label.name), 40)} (${label.count})`);
  return ` ${what}: ${firstOf(named, LABELS_NAMED)}.`;
}

/** 0 if one contains the other, else the number of typos; Infinity if they aren't similar. */
function unlikeness(a: string, b: string): number {
  if (a.includes(b) || b.includes(a)) return 0;
  const typos = distance(a.slice(0, 60), b.slice(0, 60));
  return typos <= Math.max(a.length, b.length) / 2 ? typos : Infinity;
}

/** For a query without any match: todos with similar words. */
function unknownWords(snapshot: Snapshot, { query }: TodoFilter, moment: Moment): string[] {
  const words = wordsOfQuery(query ?? '');
  if (!words.length || selectTodos(snapshot, { query }, moment).todos.length) return [];
  const similar = inListingOrder(snapshot, moment.today).filter((todo) =>
    wordsOfTitle(todo.title).some((word) => words.some((wanted) => isNear(wanted, word))),
  );
  const what = `No todo has ${words.length > 1 ? 'these words' : 'this word'} in its title, description, tags, project or checklist.`;
  const byId = snapshot.todos.filter(({ id }) => String(id) === words.join(' '));
  return [[what, ...nameThem('Similar', similar), ...nameThem('By its id', byId)].join(' ')];
}

function nameThem(what: string, todos: readonly Todo[]): string[] {
  return todos.length ? [`${what}: ${names(todos)}.`] : [];
}

/** Whether they differ in their endings (`pack`, `packing`), or by one typo, two in a longer word. */
function isNear(wanted: string, word: string): boolean {
  const shorter = Math.min(wanted.length, word.length);
  if (shorter < 4 || Math.abs(wanted.length - word.length) > 3) return false;
  const stem = Math.max(4, shorter - 3);
  if (wanted.slice(0, stem) === word.slice(0, stem)) return true;
  return distance(wanted, word) <= (wanted.length < 6 ? 1 : 2);
}

/** What would be found without one of the filters. */
function withoutOne(snapshot: Snapshot, filter: TodoFilter, moment: Moment): string[] {
  const found = Object.entries(filter).flatMap(([name, value]) => {
    const others = { ...filter, [name]: undefined };
    // Todos without the words don't help.
    if (name === 'query' || value === undefined || value === 'all' || value === true) return [];
    const { todos, partly } = selectTodos(snapshot, others, moment);
    // Without its only filter a list is the whole list, which helps only with completed todos.
    const only = Object.values(others).every((other) => other === undefined);
    if (!todos.length || partly || (only && name !== 'show_completed')) return [];
    return [`without ${name}: ${todos.length <= TODOS_NAMED ? names(todos) : count(todos.length, 'todo')}`];
  });
  if (!found.length) return [];
  const line = found.join('; ');
  return [`${line.charAt(0).toUpperCase()}${line.slice(1)}.`];
}

/** Models often ask for what got done in a week by due dates. */
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
  const named = todos.map((todo) => `${nameOf(todo, 40)}${todo.completed ? ' (completed)' : ''}`);
  return firstOf(named, TODOS_NAMED);
}
