/** Parses a tool's arguments, or refuses them with a reason. */
import type * as z from 'zod';

import { allOf, TodoError } from '../../../domain/errors.ts';
import { openTodosLike } from '../../../domain/find-todo.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { isObject, issueText, shown, valueAt } from '../../../domain/text/describe-value.ts';
import { firstOf } from '../../../domain/text/text.ts';
import { cannot, otherValue } from './cannot.ts';
import type { ListedSchema } from './listed-schema.ts';
import { meantArgument } from './meant-argument.ts';
import { fieldOf, isAbsent, isNumber, tidied } from './tidy-arguments.ts';

/** The hint of a refused change; its message already says what to do. */
export const NOTHING_CHANGED = 'Nothing was changed.';

/** Those of the arguments of a call that are texts. */
export type TextArguments = Readonly<Record<string, string | undefined>>;

/** `25, 26` */
const SEVERAL_IDS = /^\s*#?\d+(?:\s*(?:,|and|&|\s)\s*#?\d+)+\s*$/;
/** How many todos a refusal names. */
const TODOS_NAMED = 3;

/** How many wrong or unknown arguments a refusal names. */
const PROBLEMS_NAMED = 8;

/**
 * Parses the arguments of a tool call: lenient in form, strict in substance. Wrong forms that models and clients are known
 * to send are corrected by the listed schema; then the zod schema judges.
 *
 * @param problemsOf what is wrong with texts that only the tool can read, such as dates
 * @throws TodoError `invalid_input` naming each wrong argument, its value and what it takes
 */
export function parseArguments<S extends z.ZodObject>(
  schema: S,
  listed: ListedSchema,
  given: unknown,
  hint: string,
  problemsOf: (args: TextArguments) => readonly TodoError[] = () => [],
): z.output<S> {
  const { tidy, parsed } = read(schema, listed, given, hint);
  const unread = isObject(tidy) ? problemsOf(textsIn(tidy)) : [];
  if (parsed.success && !unread.length) return parsed.data;
  if (parsed.success) throw allOf(unread, unread.length > 1 ? hint : '');
  const { issues } = parsed.error;
  const problems = issues.slice(0, PROBLEMS_NAMED).map((issue) => problemText(issue, tidy, listed));
  if (issues.length > PROBLEMS_NAMED)
    problems.push(`There are ${issues.length - PROBLEMS_NAMED} more problems`);
  throw allOf([new TodoError('invalid_input', `${problems.join('. ')}.`, ''), ...unread], hint);
}

function textsIn(args: object): TextArguments {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => typeof value === 'string'));
}

/** @throws TodoError `invalid_input` for arguments that are nested too deeply to be looked at */
function read<S extends z.ZodObject>(schema: S, listed: ListedSchema, given: unknown, hint: string) {
  try {
    const tidy = tidied(given ?? {}, listed);
    return { tidy, parsed: schema.safeParse(tidy) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TodoError('invalid_input', 'The arguments are nested too deeply.', hint, { cause: error });
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
  const known = Object.keys(listed.properties ?? {});
  const way = otherValue(String(issue.path[0] ?? ''), value, known);
  return `${name} ${issueText(issue, value)}${way === undefined ? advice(issue, name, value) : `. ${way}`}`;
}

function unknownArgument(key: string, known: readonly string[]): string {
  if (!known.length) return `Unknown argument ${shown(key)}: this tool takes none`;
  const line = cannot(key, known);
  const meant = meantArgument(key, known);
  if (line !== undefined) return `Unknown argument ${shown(key)}. ${line}`;
  return `Unknown argument ${shown(key)}. ${meant ? `Did you mean ${meant}? ` : ''}Known: ${known.join(', ')}`;
}

/** What to do about a wrong argument, beyond what it takes. */
function advice(issue: z.core.$ZodIssue, name: string, value: unknown): string {
  if (name === 'title' && issue.code === 'too_big') return '. Put the rest into description';
  if (name === 'title' && typeof value === 'number')
    return `. Give the title in words; if todo #${value} is meant, use a tool that takes todo_id`;
  if (/^(checklist|add_items)\b/.test(name) && issue.code === 'invalid_type')
    return '. Give texts, such as ["eggs", "milk"]';
  if (!/(^|\.)todo_ids?(\.\d+)?$/.test(name) || issue.code !== 'invalid_type') return '';
  return Array.isArray(value) || (typeof value === 'string' && SEVERAL_IDS.test(value))
    ? '. Give one number such as 7; batch_todos changes many todos in one call, with todo_ids'
    : '. Give the number that list_todos shows, such as 7';
}

/** The title that was given as `todo_id`; undefined when it is a number or missing. */
export function titleForId(given: unknown): string | undefined {
  const text = isObject(given) ? given['todo_id'] : undefined;
  return typeof text === 'string' && /\p{L}/u.test(text) && !isNumber(text) && !isAbsent(text)
    ? text
    : undefined;
}

/** The refusal `error`, with the todos that `title` may mean, which was given as `todo_id`. */
export function withTodosMeant(error: TodoError, title: string, snapshot: Snapshot): TodoError {
  const names = openTodosLike(snapshot, title);
  const meant = names.length
    ? `${shown(title)} may be ${firstOf(names, TODOS_NAMED)}.`
    : `list_todos with query ${shown(title)} may find it.`;
  return allOf([error, new TodoError('invalid_input', meant, '')], '');
}

/** The listed schema at `path`. */
function at(listed: ListedSchema, path: readonly PropertyKey[]): ListedSchema | undefined {
  return path.reduce<ListedSchema | undefined>(
    (schema, key) => (typeof key === 'number' ? schema?.items : schema && fieldOf(schema, String(key))),
    listed,
  );
}
