/** The entries of programs, from tables or JSON, with their values under the names that columns.ts knows. */
import { isObject, valueAt } from '../../domain/text/describe-value.ts';
import { exactJson, exactText } from '../../domain/text/exact-numbers.ts';
import { fieldOf } from './columns.ts';
import { EntryReader } from './entries.ts';
import {
  type DateOrder,
  type Draft,
  type Reading,
  Refusal,
  refuseTooManyEntries,
  type Setting,
} from './reading.ts';

/** An object of a JSON file, or a row. */
export type Json = Readonly<Record<string, unknown>>;

/** What a program's reader makes of an entry. */
export interface Read {
  /** its values by names that columns.ts knows; others are kept in the description */
  readonly values: Json;
  /** what has no such name */
  readonly draft?: Partial<Draft>;
  /** what other entries call it */
  readonly id?: unknown;
  /** the id of the entry that it is part of, which may be a later one */
  readonly parent?: unknown;
}

export interface Item extends Read {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
}

/**
 * Reads the entries of one file.
 *
 * @param what the file calls its fields
 * @param dateOrder of dates such as 12/3/2026 in this file
 */
export function readItems(
  items: readonly Item[],
  setting: Setting,
  { what, dateOrder }: { what: 'Columns' | 'Fields'; dateOrder?: DateOrder | undefined },
): Reading {
  refuseTooManyEntries(items.length);
  const reader = new EntryReader({ ...setting, dateOrder: setting.dateOrder ?? dateOrder }, what);
  const read = items.map((item) => ({ item, ...draftOf(item, reader) }));
  const byTitle = new Map<string, Draft>();
  for (const { draft, parentTitle } of read) {
    if (parentTitle) draft.parent = byTitle.get(parentTitle);
    if (draft.title && draft.refusal === undefined) byTitle.set(draft.title, draft);
  }
  const byId = new Map<unknown, Draft>(
    read.flatMap(({ item: { id }, draft }) => (id ? [[id, draft] as const] : [])),
  );
  for (const { item, draft, parentTitle } of read) {
    // A parent may be a later row.
    const above = byId.get(item.parent) ?? draft.parent ?? byTitle.get(parentTitle);
    if (above !== draft) draft.parent = above;
    if (parentTitle && !above) draft.extra?.push(`Part of: ${parentTitle}`);
  }
  return { drafts: read.map(({ draft }) => draft), refused: [], notes: reader.notes() };
}

interface ReadItem {
  readonly draft: Draft;
  /** the title of the entry that it is part of; empty if it names none */
  readonly parentTitle: string;
}

function draftOf({ line, values, draft: given = {} }: Item, reader: EntryReader): ReadItem {
  const cells = new Map(Object.entries(values).map(([name, value]) => [name, cellOf(name, value)]));
  const { extra = [], notes = [], ...fields } = given;
  try {
    const { draft, parentTitle } = reader.read({ line, cells });
    draft.extra?.push(...extra);
    draft.notes?.push(...notes);
    return { draft: Object.assign(draft, fields), parentTitle };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const title = [...cells].find(([name, cell]) => fieldOf(name) === 'title' && cell.trim())?.[1] ?? '';
    return { draft: { line, title, refusal: error.message }, parentTitle: '' };
  }
}

/** A value as the text of a cell. */
function cellOf(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && /^(?:due|planned|created_at|completed_at)$/.test(fieldOf(name) ?? ''))
    return isoOf(value) ?? String(value);
  if (Array.isArray(value)) return listText(value);
  if (!isObject(value)) return typeof value === 'string' ? exactText(value) : JSON.stringify(value);
  return textOf(value['name']) || textOf(value['title']) || exactJson(value);
}

/** An instant that is counted in seconds or milliseconds since 1970. */
function isoOf(count: number): string | undefined {
  const milliseconds = count < 1e11 ? count * 1_000 : count;
  const date = new Date(milliseconds);
  return milliseconds > 1e9 && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined;
}

const DONE = ['done', 'completed', 'isCompleted', 'isChecked', 'checked'];

function listText(values: readonly unknown[]): string {
  const objects = objectsIn(values);
  if (objects.some((each) => DONE.some((name) => name in each))) return stepsText(objects);
  const texts = values.map((each) => cellOf('', each)).filter((text) => text);
  // A line end shows that commas are part of a tag.
  return texts.map((text) => text.replaceAll('\n', ' ')).join('\n') + (texts.length === 1 ? '\n' : '');
}

/** Steps as `[x] text`, one a line. */
export function stepsText(steps: readonly Json[]): string {
  return steps
    .map((step) => {
      const names = ['title', 'text', 'name', 'displayName', 'content', 'task'];
      const text = names.map((name) => textOf(step[name])).find((each) => each) ?? '';
      const state = textOf(step['status']) || textOf(step['state']);
      const isDone = DONE.some((name) => step[name] === true) || state.startsWith('complete');
      return `[${isDone ? 'x' : ' '}] ${text.replaceAll('\n', ' ')}`;
    })
    .join('\n');
}

/** Lines for the description: `Link: ...` for each value, if it isn't empty, under its label. */
export function labelled(values: Json): string[] {
  return Object.entries(values).flatMap(([label, value]) =>
    [value].flat().flatMap((each) => {
      const text = textOf(each).trim();
      return text ? [`${label}: ${text}`] : [];
    }),
  );
}

/** The objects in a list; none for anything else. */
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text, or a number as text; empty for anything else. */
export function textOf(value: unknown, ...path: readonly string[]): string {
  const found = path.length ? valueAt(value, path) : value;
  return typeof found === 'string' || typeof found === 'number' ? exactText(String(found)) : '';
}

/** The values of `entry` but those that `names` lists, which are read otherwise or say nothing about the todo. */
export function without(entry: Json, names: string): Json {
  const known = new Set(names.split(/,? +/));
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !known.has(name)));
}
