import type { NewTodo } from '../domain/changes.ts';
import { isCalendarDate } from '../domain/dates/calendar.ts';
import { isClockTime } from '../domain/dates/due.ts';
import { TodoError } from '../domain/errors.ts';
import type { Imported } from '../domain/import-todos.ts';
import { labelKey, withoutHash } from '../domain/labels.ts';
import { repeating } from '../domain/repeat/repeating.ts';
import { readRule } from '../domain/repeat/rule.ts';
import { cleanLine, cleanText, count, shorten } from '../domain/text.ts';
import { type ChecklistEntry, LIMITS } from '../domain/todo.ts';
import type { Draft, Setting } from './draft.ts';
import { plainRrule } from './rrule.ts';
import { storedInstant } from './wall-time.ts';

/** Why an entry can't be taken, in words that follow its title. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** A draft that can be taken, and what the person should know of it. */
export interface Judged {
  readonly imported: Imported;
  readonly notes: readonly string[];
}

/**
 * Makes of a draft what can be added to the list. What has no place in a todo, or not enough, is kept in its
 * description.
 *
 * @param project what all the projects of the file go below
 * @throws Refusal when it can't be taken
 */
export function judge(draft: Draft, project: string | undefined, setting: Setting): Judged {
  if (draft.refusal !== undefined) throw new Refusal(draft.refusal);
  if (draft.stored) {
    const stored = { ...draft.stored, ...(project && { project: below(project, draft.stored.project) }) };
    return { imported: { stored }, notes: draft.notes ?? [] };
  }
  const notes = [...(draft.notes ?? [])];
  const kept = [...(draft.extra ?? [])];
  const title = titleOf(draft, kept, notes);
  const days = daysOf(draft);
  const rule = ruleOf(draft, days, setting, kept, notes);
  const timed = timeOf(draft, rule.due ?? days.due, kept);
  const checklist = checklistOf(draft, kept, notes);
  const fields: NewTodo = {
    title,
    completed: draft.completed,
    priority: draft.priority,
    ...days,
    ...rule,
    ...timed,
    tags: tagsOf(draft, kept, notes),
    project: projectOf(below(project, draft.project)),
    created_at: instantOf('creation', draft.created, setting),
    completed_at: instantOf('completion', draft.completedOn, setting),
  };
  const description = descriptionOf(draft, kept);
  return { imported: { fields: { ...fields, description }, checklist }, notes };
}

function titleOf({ title }: Draft, kept: string[], notes: string[]): string {
  const line = cleanLine(title);
  if (!line) throw new Refusal('it has no title');
  if (Array.from(line).length <= LIMITS.title) return line;
  kept.unshift(line);
  notes.push(`the title is longer than ${LIMITS.title} characters, so all of it is in the description`);
  return shorten(line, LIMITS.title);
}

function daysOf({ due, planned }: Draft): Pick<NewTodo, 'due' | 'planned'> {
  for (const [name, day] of [
    ['due', due],
    ['planned', planned],
  ] as const) {
    if (day && !isCalendarDate(day)) throw unreadableDate(name, day);
  }
  return { due: due || undefined, planned: planned || undefined };
}

function instantOf(name: string, text: string | undefined, { zone, moment }: Setting): string | undefined {
  if (!text) return undefined;
  const instant = storedInstant(text, zone, moment);
  if (instant === undefined) throw unreadableDate(name, text);
  return instant;
}

function unreadableDate(name: string, text: string): Refusal {
  const problem = /^\d{4}-\d{2}-\d{2}$/.test(text) ? 'does not exist' : 'is not a date such as 2026-11-23';
  return new Refusal(`the ${name} date "${shorten(text, 40)}" ${problem}`);
}

function timeOf({ due_time }: Draft, due: string | undefined, kept: string[]): Pick<NewTodo, 'due_time'> {
  if (!due_time) return {};
  if (!isClockTime(due_time))
    throw new Refusal(`the time "${shorten(due_time, 40)}" is not a time such as 15:00`);
  if (due) return { due_time };
  kept.push(`Time: ${due_time}`);
  return {};
}

/** The rule and the due date that goes with it; a rule that has no place here is kept as text. */
function ruleOf(
  { repeat, ruleDay, completed }: Draft,
  { due, planned = '' }: Pick<NewTodo, 'due' | 'planned'>,
  { moment }: Setting,
  kept: string[],
  notes: string[],
): Pick<NewTodo, 'repeat' | 'due'> {
  if (!repeat) return {};
  const rule = readRule(plainRrule(repeat, moment));
  // On other days than the file means, its weekdays or days of the month would be wrong.
  const isShifted = rule?.on && due && ruleDay && ruleDay !== due;
  if (rule && !completed && !isShifted) {
    try {
      // Where only a day to do it is given, the rule begins there.
      const given = repeating(rule, due, planned > moment.today ? planned : moment.today);
      if (!due) notes.push(`it repeats and had no due date: it is due ${given.due}, when the rule begins`);
      return given;
    } catch (error) {
      if (!(error instanceof TodoError)) throw error;
    }
  }
  kept.push(`Repeat: ${cleanLine(repeat)}`);
  if (!completed)
    notes.push(`the rule "${shorten(cleanLine(repeat), 60)}" has no place here; it is in the description`);
  return {};
}

function tagsOf({ tags = [] }: Draft, kept: string[], notes: string[]): string[] {
  const first = new Map<string, string>();
  for (const tag of tags.map((each) => withoutHash(cleanLine(each)))) {
    if (tag && !first.has(labelKey(tag))) first.set(labelKey(tag), tag);
  }
  const fitting = [...first.values()]
    .filter((tag) => Array.from(tag).length <= LIMITS.tag)
    .slice(0, LIMITS.tags);
  const others = [...first.values()].filter((tag) => !fitting.includes(tag));
  if (others.length) {
    kept.push(`Tags: ${others.join(', ')}`);
    notes.push(
      `${count(others.length, 'tag')} did not fit (at most ${LIMITS.tags} of ${LIMITS.tag} characters): in the description`,
    );
  }
  return fitting;
}

function projectOf(project: string | undefined): string | undefined {
  const line = cleanLine(project ?? '');
  if (Array.from(line).length <= LIMITS.project) return line || undefined;
  throw new Refusal(`its project "${shorten(line, 40)}" is longer than ${LIMITS.project} characters`);
}

/** The project of an entry below the one that all of the file goes into. */
function below(all: string | undefined, own: string | null | undefined): string | undefined {
  if (!all || !own) return all || own || undefined;
  const [top, inner] = [labelKey(all), labelKey(own)];
  return inner === top || inner.startsWith(`${top}/`) ? own : `${all}/${own}`;
}

/** The entries that fit; the others are kept as lines of a list. */
function checklistOf({ checklist = [] }: Draft, kept: string[], notes: string[]): ChecklistEntry[] {
  const entries = checklist
    .map(({ text, done }) => ({ text: cleanLine(text), done: !!done }))
    .filter(({ text }) => text);
  const fitting = entries
    .filter(({ text }) => Array.from(text).length <= LIMITS.entry)
    .slice(0, LIMITS.checklist);
  const others = entries.filter((entry) => !fitting.includes(entry));
  if (others.length) {
    kept.push(...others.map(({ text, done }) => `- [${done ? 'x' : ' '}] ${text}`));
    notes.push(
      `${count(others.length, 'step')} did not fit into the checklist (at most ${LIMITS.checklist} of ${LIMITS.entry} characters): in the description`,
    );
  }
  return fitting;
}

function descriptionOf({ description = '' }: Draft, kept: readonly string[]): string | undefined {
  const text = cleanText([description, ...kept].filter(Boolean).join('\n'));
  const length = Array.from(text).length;
  if (length <= LIMITS.description) return text || undefined;
  throw new Refusal(`its description has ${length} characters; ${LIMITS.description} is the limit`);
}
