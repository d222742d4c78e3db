import type * as z from 'zod';

import { TodoError } from '../../domain/errors.ts';
import { issueText, shown, valueAt } from '../../render/describe-value.ts';
import { nearestName } from '../../render/did-you-mean.ts';
import type { ListedSchema } from './listed-schema.ts';

/** The hint of every refusal of arguments; the message says all there is to do. */
export const NOTHING_CHANGED = 'Nothing was changed.';

/** What models call arguments that they don't look up, and what they mean by it, the likeliest first. */
const MEANT: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    id: ['todo_id'],
    name: ['title'],
    task: ['title', 'todo_id'],
    text: ['title', 'query'],
    content: ['title'],
    notes: ['description'],
    details: ['description'],
    body: ['description'],
    deadline: ['due'],
    date: ['due', 'due_from'],
    labels: ['tags', 'tag'],
    category: ['project'],
    list: ['project'],
    importance: ['priority'],
    search: ['query'],
    q: ['query'],
    keyword: ['query'],
    filter: ['view'],
    status: ['show_completed'],
    completed: ['show_completed'],
    count: ['steps', 'limit'],
    n: ['steps', 'limit'],
    todos: ['changes'],
    items: ['changes'],
    actions: ['changes'],
  }),
);

/** How many wrong or unknown arguments one refusal names; a model that gets more of them wrong starts over anyway. */
const PROBLEMS_NAMED = 8;

/**
 * Reads the arguments of a tool call: lenient in form, strict in substance. Forms that models and clients are known
 * to send in place of the right one are put right first, told by the listed schema alone; then the real schema judges.
 *
 * @throws TodoError `invalid_input` naming each argument that is wrong, what it got and what it takes
 */
export function readArguments<S extends z.ZodObject>(
  schema: S,
  listed: ListedSchema,
  given: unknown,
): z.output<S> {
  const tidy = tidied(given ?? {}, listed);
  const parsed = schema.safeParse(tidy);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues.slice(0, PROBLEMS_NAMED).map((issue) => problemText(issue, tidy, listed));
  if (issues.length > PROBLEMS_NAMED)
    problems.push(`There are ${issues.length - PROBLEMS_NAMED} more problems`);
  throw new TodoError('invalid_input', `${problems.join('. ')}.`, NOTHING_CHANGED);
}

/** `given` with the usual slips in form put right as far as `listed` says what was meant. */
function tidied(given: unknown, listed: ListedSchema): unknown {
  switch (listed.type) {
    case 'object':
      return tidiedObject(fromJson(given), listed);
    case 'array':
      return tidiedList(given, listed.items);
    case 'integer':
      return typeof given === 'string' && /^\s*#?\d{1,15}\s*$/.test(given)
        ? Number(given.replace('#', ''))
        : given;
    case 'boolean':
      return tidiedBoolean(given);
    case 'string':
      return typeof given === 'number' ? String(given) : tidiedWord(given, listed);
    default:
      return given;
  }
}

function tidiedObject(given: unknown, listed: ListedSchema): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const field = fieldOf(listed, name);
    if (!field) return isAbsent(value) ? [] : [[name, value]];
    if (!listed.required?.includes(name) && isAbsent(value)) return [];
    return [[name, tidied(value, field)]];
  });
  // Entries, and not assignment, so that "__proto__" stays a name like any other and is refused as unknown.
  return Object.fromEntries(entries);
}

/** What clients and models send for "I leave this out". */
function isAbsent(value: unknown): boolean {
  if (typeof value === 'string') return /^\s*(null|undefined)?\s*$/.test(value);
  if (Array.isArray(value)) return value.every(isAbsent);
  return value === null || value === undefined;
}

/** A list may come as JSON text, as `a, b`, or as its only entry. */
function tidiedList(given: unknown, items: ListedSchema | undefined): unknown {
  const parsed = fromJson(given);
  const list =
    typeof parsed === 'string' && items?.type !== 'object'
      ? parsed.split(',').map((entry) => entry.trim())
      : Array.isArray(parsed)
        ? parsed
        : [parsed];
  return list.filter((entry) => !isAbsent(entry)).map((entry) => (items ? tidied(entry, items) : entry));
}

/** Python writes `True`. */
function tidiedBoolean(given: unknown): unknown {
  const word = typeof given === 'string' ? given.trim().toLowerCase() : given;
  return word === 'true' ? true : word === 'false' ? false : given;
}

/** Values of an enum are matched ignoring case. */
function tidiedWord(given: unknown, listed: ListedSchema): unknown {
  if (typeof given !== 'string' || !listed.enum) return given;
  const word = given.trim().toLowerCase();
  return listed.enum.includes(word) ? word : given;
}

function fromJson(given: unknown): unknown {
  if (typeof given !== 'string' || !/^\s*[[{]/.test(given)) return given;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return given;
  }
}

function problemText(issue: z.core.$ZodIssue, given: unknown, listed: ListedSchema): string {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(at(listed, issue.path)?.properties ?? {});
    const named = issue.keys.slice(0, PROBLEMS_NAMED).map((key) => unknownArgument(key, known));
    const more = issue.keys.length - PROBLEMS_NAMED;
    return [...named, ...(more > 0 ? [`${more} more arguments are unknown`] : [])].join('. ');
  }
  const value = valueAt(given, issue.path);
  const name = issue.path.join('.') || 'The arguments';
  return `${name} ${issueText(issue, value)}${example(issue, name, value)}`;
}

function unknownArgument(key: string, known: readonly string[]): string {
  if (!known.length) return `Unknown argument ${shown(key)}: this tool takes none`;
  const meant = MEANT.get(key.toLowerCase().replaceAll(/[^a-z]/g, ''))?.find((name) => known.includes(name));
  const near = meant ?? nearestName(key, known);
  return `Unknown argument ${shown(key)}. ${near ? `Did you mean ${near}? ` : ''}Known: ${known.join(', ')}`;
}

function example(issue: z.core.$ZodIssue, name: string, value: unknown): string {
  if (!name.endsWith('todo_id') || issue.code !== 'invalid_type') return '';
  if (Array.isArray(value)) return '. Give one number such as 7; batch_todos changes many todos in one call';
  return typeof value === 'string'
    ? `. Give the number that list_todos shows, such as 7; list_todos with query ${shown(value)} may find it`
    : '. Give the number that list_todos shows, such as 7';
}

/** The listed schema at `path`. */
function at(listed: ListedSchema, path: readonly PropertyKey[]): ListedSchema | undefined {
  return path.reduce<ListedSchema | undefined>(
    (schema, key) => (typeof key === 'number' ? schema?.items : schema && fieldOf(schema, String(key))),
    listed,
  );
}

function fieldOf({ properties = {} }: ListedSchema, name: string): ListedSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}
