/** The objects of a JSON file, as the readers of programs see them. */
import { valueAt } from '../../../domain/text/describe-value.ts';
import { fieldOf } from '../columns.ts';
import type { Draft, Setting } from '../reading.ts';

/** An object of a JSON file. */
export type Json = Readonly<Record<string, unknown>>;

/** An entry of a JSON file. */
export interface Item {
  /** the object that it was made from */
  readonly source: object;
  /** its values by names that columns.ts knows; others are kept in the description */
  readonly values: Json;
  /** what has no such name */
  readonly more?: Partial<Draft>;
  /** what other entries call it */
  readonly id?: unknown;
  /** the id of the entry that it is part of */
  readonly parent?: unknown;
}

/** The entries of a program's file; undefined when it isn't one. */
export type ItemsOf = (content: unknown, setting: Setting) => Item[] | undefined;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list; none for anything else. */
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text, or a number as text; empty for anything else. */
export function textOf(value: unknown, ...path: readonly string[]): string {
  const found = path.length ? valueAt(value, path) : value;
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

/** The values of `entry` but those that `names` lists, which are read otherwise or say nothing about the todo. */
export function without(entry: Json, names: string): Json {
  const known = new Set(names.split(' '));
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !known.has(name)));
}

/** Steps as `[x] text`, one a line. */
export function stepsText(steps: readonly Json[]): string {
  return steps
    .map((step) => {
      const text = ['title', 'text', 'name', 'displayName', 'content', 'task'].map((name) =>
        textOf(step[name]),
      );
      const isDone =
        [step['done'], step['completed'], step['isCompleted'], step['isChecked'], step['checked']].includes(
          true,
        ) || (textOf(step['status']) || textOf(step['state'])).startsWith('complete');
      return `[${isDone ? 'x' : ' '}] ${(text.find((each) => each) ?? '').replaceAll('\n', ' ')}`;
    })
    .join('\n');
}

/** A value as the text of a cell. */
export function cellOf(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && /^(?:due|planned|created_at|completed_at)$/.test(fieldOf(name) ?? ''))
    return isoOf(value) ?? String(value);
  if (Array.isArray(value)) return listText(value);
  if (typeof value !== 'object' || !isObject(value))
    return typeof value === 'string' ? value : JSON.stringify(value);
  return textOf(value['name']) || textOf(value['title']) || JSON.stringify(value);
}

function listText(values: readonly unknown[]): string {
  const objects = objectsIn(values);
  if (
    objects.some((each) =>
      ['done', 'completed', 'isCompleted', 'isChecked', 'checked'].some((name) => name in each),
    )
  )
    return stepsText(objects);
  const texts = values.map((each) => cellOf('', each)).filter((text) => text);
  // A line end shows that commas are part of a tag.
  return texts.map((text) => text.replaceAll('\n', ' ')).join('\n') + (texts.length === 1 ? '\n' : '');
}

/** An instant that is counted in seconds or milliseconds since 1970. */
function isoOf(count: number): string | undefined {
  const milliseconds = count < 1e11 ? count * 1_000 : count;
  const date = new Date(milliseconds);
  return milliseconds > 1e9 && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined;
}
