import * as z from 'zod';

import { isCalendarDate } from './calendar.ts';
import { isClockTime } from './clock-time.ts';
import { labelKey, withoutHash } from './fold.ts';
import { cleanLine, cleanText } from './text.ts';

export const PRIORITIES = ['high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Bounds of what may be put in; text that is already stored may be longer and is served and kept. */
export const LIMITS = {
  title: 200,
  description: 10_000,
  project: 100,
  tag: 50,
  tags: 20,
  /** characters of one entry of a checklist */
  entry: 200,
  /** entries of one checklist */
  checklist: 50,
  /** leaves room for a `next_id` that JSON numbers can still tell apart */
  id: Number.MAX_SAFE_INTEGER - 1,
  /** todos in one list */
  todos: 50_000,
  /** bytes of one file: 64 MiB */
  bytes: 64 * 1024 * 1024,
} as const;

/** One step of a todo; without `done` it is open. */
const storedEntry = z.object({ text: z.string(), done: z.boolean().nullish() });
export type ChecklistEntry = Readonly<z.infer<typeof storedEntry>>;

const storedText = z.string().nullish();
const anything = z.unknown().optional();
const storedDay = z.string().refine(isCalendarDate, 'must be a calendar date such as 2026-11-23').nullish();

/**
 * A todo as the file holds it. The fields beyond the first three may be missing or null. The schema only checks:
 * the object it was given is what the program goes on with, so that fields it doesn't know survive.
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
  /** of the due date; means nothing without one */
  due_time: z.string().refine(isClockTime, 'must be a time such as 15:00').nullish(),
  /** the day somebody intends to do it */
  planned: storedDay,
  tags: z.array(z.string()).nullish(),
  project: storedText,
  checklist: z.array(storedEntry).nullish(),
  /** a rule in the words of repeat-rule.ts; any other value is none, and kept */
  repeat: anything,
  /** where the open occurrence of a series stood before it was moved, a day; any other value is kept */
  series_date: anything,
  /** on a completed todo, the id of the occurrence that follows it; any other value is kept */
  continued_as: anything,
  /** UTC, ISO 8601, like the two below */
  created_at: storedText,
  updated_at: storedText,
  completed_at: storedText,
});
export type Todo = Readonly<z.infer<typeof storedTodoSchema>>;

/** The input schemas of a todo's fields; tools put them together and say what each is for. */
export const titleInput = text(cleanLine, 1, LIMITS.title);
export const descriptionInput = text(cleanText, 0, LIMITS.description);
export const projectInput = text(cleanLine, 0, LIMITS.project);
export const tagsInput = z
  .array(text((tag) => withoutHash(cleanLine(tag)), 0, LIMITS.tag))
  .max(LIMITS.tags)
  .overwrite(withoutRepeats);
export const checklistInput = z.array(text(cleanLine, 1, LIMITS.entry)).max(LIMITS.checklist);
export const priorityInput = z.enum(PRIORITIES);

/** The first of each spelling; a lone `#` is no tag. */
function withoutRepeats(tags: string[]): string[] {
  const first = new Map<string, string>();
  for (const tag of tags) if (tag && !first.has(labelKey(tag))) first.set(labelKey(tag), tag);
  return [...first.values()];
}

/** A string of `min` to `max` characters (code points, as JSON Schema counts) after cleaning. */
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
