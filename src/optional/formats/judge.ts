/** Decides whether a draft can become a todo, and what is lost. */
import type { NewTodo } from '../../domain/changes.ts';
import { isCalendarDate } from '../../domain/dates/calendar.ts';
import { isClockTime } from '../../domain/dates/due.ts';
import { TodoError } from '../../domain/errors.ts';
import type { Imported } from '../../domain/import-todos.ts';
import { repeating } from '../../domain/repeat/repeating.ts';
import { readRule } from '../../domain/repeat/rule.ts';
import { cleanLine, cleanText, count, shorten, labelKey, withoutHash } from '../../domain/text/text.ts';
import { type ChecklistEntry, distinctTags, LIMITS } from '../../domain/todo.ts';
import { ruleInOurWords } from './foreign-rules.ts';
import { type Draft, Refusal, type Setting } from './reading.ts';
import { storedInstant } from './wall-time.ts';

/** An entry that can be added to the list. */
export interface Taken {
  readonly line: number;
  readonly imported: Imported;
  /** what the user should know about it */
  readonly notes: readonly string[];
}

/** Where the entries go. */
export interface Placing {
  /** the project that all of them go into, with their own projects below it */
  readonly project?: string | undefined;
  /** what the heading above an entry becomes; by default it only distinguishes entries */
  readonly headings?: 'project' | 'tag' | undefined;
}

/** What doesn't fit a todo's fields: `kept` holds lines for its description, `notes` what to tell the user. */
interface Rest {
  readonly kept: string[];
  readonly notes: string[];
}

/**
 * Turns a draft into what can be added to the list.
 *
 * @throws Refusal when it can't be added
 */
export function judge(draft: Draft, { project, headings }: Placing, setting: Setting): Taken {
  const { line, notes = [], extra = [], refusal, stored, heading } = draft;
  if (refusal !== undefined) throw new Refusal(refusal);
  if (stored) {
    const placed = { ...stored, ...(project && { project: below(project, stored.project) }) };
    return { line, imported: { stored: placed }, notes };
  }
  const rest: Rest = { kept: [...extra], notes: [...notes] };
  const title = titleOf(draft, rest);
  const days = daysOf(draft, rest);
  const rule = ruleOf(draft, days, setting, rest);
  const timed = timeOf(draft, rule.due ?? days.due, rest);
  const checklist = checklistOf(draft, rest);
  const fields: NewTodo = {
    title,
    completed: draft.completed,
    priority: draft.priority,
    ...days,
    ...rule,
    ...timed,
    tags: tagsOf([...(draft.tags ?? []), ...(headings === 'tag' ? [lastOf(heading)] : [])], rest),
    project: projectOf(below(project, draft.project || (headings === 'project' ? heading : undefined)), rest),
    created_at: instantOf('creation', draft.created, setting),
    // No day is invented for what was completed some day.
    completed_at: instantOf('completion', draft.completedOn, setting) ?? null,
    description: descriptionOf(draft, rest),
  };
  return {
    line,
    imported: { fields, checklist, place: heading, dueByRule: !days.due && !!rule.due },
    notes: rest.notes,
  };
}

function titleOf({ title }: Draft, { kept, notes }: Rest): string {
  const line = cleanLine(title);
  if (!line) throw new Refusal('it has no title');
  if (fits(line, LIMITS.title)) return line;
  kept.unshift(line);
  notes.push(`the title is longer than ${LIMITS.title} characters, so all of it is in the description`);
  return shorten(line, LIMITS.title);
}

function fits(text: string, limit: number): boolean {
  return Array.from(text).length <= limit;
}

function daysOf({ due, planned = '' }: Draft, { kept }: Rest): Pick<NewTodo, 'due' | 'planned'> {
  const [day, time] = planned.split(' ');
  if (time) kept.push(`Planned: ${planned}`);
  const days = { due: due || undefined, planned: day || undefined };
  for (const [name, each] of Object.entries(days)) {
    if (each && !isCalendarDate(each)) throw unreadableDate(name, each);
  }
  return days;
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

function timeOf({ due_time }: Draft, due: string | undefined, { kept }: Rest): Pick<NewTodo, 'due_time'> {
  if (!due_time) return {};
  if (!isClockTime(due_time))
    throw new Refusal(`the time "${shorten(due_time, 40)}" is not a time such as 15:00`);
  if (due) return { due_time };
  kept.push(`Time: ${due_time}`);
  return {};
}

/** The rule, and the due date that it gives a todo without one. */
function ruleOf(
  { repeat, ruleDay, completed }: Draft,
  { due, planned = '' }: Pick<NewTodo, 'due' | 'planned'>,
  { moment }: Setting,
  { kept, notes }: Rest,
): Pick<NewTodo, 'repeat' | 'due'> {
  if (!repeat) return {};
  const rule = readRule(ruleInOurWords(repeat, moment));
  // On another day than in the file, the rule's weekdays or days of the month would be wrong.
  const isShifted = rule?.on && due && ruleDay && ruleDay !== due;
  if (rule && !completed && !isShifted) {
    try {
      const given = repeating(rule, due, planned > moment.today ? planned : moment.today);
      if (!due) notes.push(`it repeats and had no due date: it is due ${given.due}, when the rule begins`);
      return given;
    } catch (error) {
      if (!(error instanceof TodoError)) throw error;
    }
  }
  kept.push(`Repeat: ${cleanLine(repeat)}`);
  if (!completed)
    notes.push(`the rule "${shorten(cleanLine(repeat), 60)}" can't be stored here; it is in the description`);
  return {};
}

function tagsOf(tags: readonly string[], { kept, notes }: Rest): string[] {
  const all = distinctTags(tags.map((tag) => withoutHash(cleanLine(tag))));
  const fitting = all.filter((tag) => fits(tag, LIMITS.tag)).slice(0, LIMITS.tags);
  const others = all.filter((tag) => !fitting.includes(tag));
  if (others.length) {
    kept.push(`Tags: ${others.join(', ')}`);
    notes.push(
      `${count(others.length, 'tag')} did not fit (at most ${LIMITS.tags} of ${LIMITS.tag} characters): in the description`,
    );
  }
  return fitting;
}

function projectOf(project: string | undefined, { kept, notes }: Rest): string | undefined {
  const line = cleanLine(project ?? '');
  if (fits(line, LIMITS.project)) return line || undefined;
  kept.push(`Project: ${line}`);
  notes.push(`the project is longer than ${LIMITS.project} characters, so all of it is in the description`);
  return shorten(line, LIMITS.project);
}

/** The last of `Home/Kitchen`. */
function lastOf(heading = ''): string {
  return heading.slice(heading.lastIndexOf('/') + 1);
}

/** The project of an entry below the one for the whole file. */
function below(all: string | undefined, own: string | null | undefined): string | undefined {
  if (!all || !own) return all || own || undefined;
  const [top, inner] = [labelKey(all), labelKey(own)];
  return inner === top || inner.startsWith(`${top}/`) ? own : `${all}/${own}`;
}

function checklistOf({ checklist = [] }: Draft, { kept, notes }: Rest): ChecklistEntry[] {
  const all = checklist
    .map(({ text, done }) => ({ text: cleanLine(text), done: !!done }))
    .filter(({ text }) => text);
  const fitting = all.filter(({ text }) => fits(text, LIMITS.entry)).slice(0, LIMITS.checklist);
  const others = all.filter((entry) => !fitting.includes(entry));
  if (others.length) {
    kept.push(...others.map(({ text, done }) => `- [${done ? 'x' : ' '}] ${text}`));
    notes.push(
      `${count(others.length, 'step')} did not fit into the checklist (at most ${LIMITS.checklist} of ${LIMITS.entry} characters): in the description`,
    );
  }
  return fitting;
}

function descriptionOf({ description = '' }: Draft, { kept }: Rest): string | undefined {
  const text = cleanText([description, ...kept].filter(Boolean).join('\n'));
  if (fits(text, LIMITS.description)) return text || undefined;
  throw new Refusal(
    `its description has ${Array.from(text).length} characters; ${LIMITS.description} is the limit`,
  );
}
