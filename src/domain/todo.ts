/** The todo: its fields, their limits and their stored form. */
import * as z from 'zod';

import { isCalendarDate } from './dates/calendar.ts';
import { isClockTime } from './dates/due.ts';
import { exactJson, exactText } from './text/exact-numbers.ts';
import { cleanLine, cleanText, labelKey, tagsIn } from './text/text.ts';

export const PRIORITIES = ['high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Limits for input. Stored text that is longer is served and kept. */
export const LIMITS = {
  title: 200,
  description: 10_000,
  project: 100,
  tag: 50,
  tags: 20,
  /** characters of a checklist entry */
  entry: 200,
  /** entries of a checklist */
  checklist: 50,
  /** leaves room for a `next_id` that is still a safe integer */
  id: Number.MAX_SAFE_INTEGER - 1,
  /** todos in a list */
  todos: 50_000,
  /** bytes of one file: 64 MiB */
  bytes: 64 * 1024 * 1024,
} as const;

/** Open without `done`. */
const storedEntry = z.object({ text: z.string(), done: z.boolean().nullish() });
export type ChecklistEntry = Readonly<z.infer<typeof storedEntry>>;

const storedText = z.string().nullish();
const anything = z.unknown().optional();
const storedDay = z.string().refine(isCalendarDate, 'must be a calendar date such as 2026-11-23').nullish();

/**
 * A stored todo; all fields after the first three may be missing or null. The schema only checks: the program keeps the
 * original object, so that unknown fields survive.
 */
export const storedTodoSchema = z.object({
  /** positive, never given out twice */
  id: z.int().min(1).max(LIMITS.id),
  title: z.string(),
  completed: z.boolean(),
  description: storedText,
  priority: z.enum(PRIORITIES).nullish(),
  /** the deadline */
  due: storedDay,
  /** meaningless without a due date */
  due_time: z.string().refine(isClockTime, 'must be a time such as 15:00').nullish(),
  /** the day the user intends to do it */
  planned: storedDay,
  tags: z.array(z.string()).nullish(),
  project: storedText,
  checklist: z.array(storedEntry).nullish(),
  /** a rule as in repeat/rule.ts; any other value is kept but has no effect */
  repeat: anything,
  /** the rule's date of an occurrence whose due date was moved; any other value is kept */
  series_date: anything,
  /** on a completed todo, the id of the next occurrence; any other value is kept */
  continued_as: anything,
  /** UTC, ISO 8601, like the next two */
  created_at: storedText,
  updated_at: storedText,
  completed_at: storedText,
});
export type Todo = Readonly<z.infer<typeof storedTodoSchema>>;

/** What is stored as the rule of `todo`, as text, whether it can be read or not; undefined when nothing is. */
export function repeatText({ repeat }: Todo): string | undefined {
  if (repeat === undefined || repeat === null || repeat === '') return undefined;
  return typeof repeat === 'string' ? exactText(repeat) : exactJson(repeat);
}

/** The fields of a todo that we don't know: other programs or people added them. */
export function unknownFieldsOf(todo: Todo): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(todo).filter(([field]) => !Object.hasOwn(storedTodoSchema.shape, field)),
  );
}

/** The input schemas of a todo's fields; tools put them together and describe them. */
export const todoInput = {
  title: text(cleanLine, 1, LIMITS.title),
  description: text(cleanText, 0, LIMITS.description).optional(),
  priority: z.enum(PRIORITIES).optional(),
  due: z.string().optional(),
  planned: z.string().optional(),
  repeat: z.string().optional(),
  tags: z
    .array(text(tagText, 0, LIMITS.tag))
    .overwrite((tags) => distinctTags(tags.flatMap((tag) => tagsIn(tag))))
    .max(LIMITS.tags)
    .optional(),
  project: text(cleanLine, 0, LIMITS.project).optional(),
  checklist: z
    .array(text(cleanLine, 1, LIMITS.entry))
    .max(LIMITS.checklist)
    .optional(),
};

/** A tag as it is stored; several in one text as they are. */
function tagText(given: string): string {
  const [tag = '', ...others] = tagsIn(given);
  return others.length ? cleanLine(given) : tag;
}

/** Of tags with the same key only the first; empty ones are dropped. */
export function distinctTags(tags: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const tag of tags) if (tag && !first.has(labelKey(tag))) first.set(labelKey(tag), tag);
  return [...first.values()];
}

/** A string that has `min` to `max` characters (code points, as in JSON Schema) once it is cleaned. */
function text(clean: (raw: string) => string, min: number, max: number): z.ZodString {
  return z
    .string()
    .overwrite(clean)
    .check(({ value, issues }) => {
      const length = value.length <= max ? value.length : Array.from(value).length;
      if (length > max) {
        issues.push({ code: 'too_big', origin: 'string', maximum: max, input: value });
      } else if (length < min) {
        issues.push({ code: 'too_small', origin: 'string', minimum: min, input: value });
      }
    });
}
