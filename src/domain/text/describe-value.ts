/** Looks into values of unknown shape, and words what is wrong with them. */
import type * as z from 'zod';

import { safely, shorten } from './text.ts';

/** How many characters of a value error messages repeat. */
const LONGEST = 60;

/**
 * What is wrong with a field of the arguments or the file, in words that follow its name: `must be high, medium or low,
 * not "urgent"`.
 */
export function issueText(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return judged(`must be ${typeName(issue.expected)}`, value);
    case 'invalid_value':
      return judged(`must be ${alternatives(issue.values.map(String))}`, value);
    case 'too_big':
      return `must ${bound('at most', issue.origin, Number(issue.maximum))}, not ${size(value)}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must ${bound('at least', issue.origin, Number(issue.minimum))}, not ${size(value)}`;
    default:
      return judged(issue.message, value);
  }
}

function judged(need: string, value: unknown): string {
  return value === undefined ? `is missing; it ${need}` : `${need}, not ${shown(value)}`;
}

/** A value as error messages repeat it: JSON, cut short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return safely(JSON.stringify(shorten(value, LONGEST - 2)));
  try {
    return safely(shorten(JSON.stringify(value), LONGEST));
  } catch {
    return 'a value nested too deeply to be shown';
  }
}

/** `a, b or c`. */
export function alternatives(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function typeName(expected: string): string {
  const names: Record<string, string> = {
    int: 'a whole number',
    number: 'a number',
    string: 'a text',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    record: 'an object',
  };
  return names[expected] ?? `of type ${expected}`;
}

function bound(which: string, origin: string, limit: number): string {
  if (origin === 'string') return `have ${which} ${limit} characters`;
  if (origin === 'array') return `have ${which} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `be ${which} ${limit}`;
}

function size(value: unknown): string {
  if (typeof value === 'string') return String(Array.from(value).length);
  if (Array.isArray(value)) return String(value.length);
  return shown(value);
}

/** Whether `value` is an object and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at `path` inside `value`; undefined if nothing is. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
