import type * as z from 'zod';

import { TodoError } from '../../domain/errors.ts';
import { issueText, shown, valueAt } from '../../render/describe-value.ts';
import type { ListedSchema } from './listed-schema.ts';
import { meantArgument } from './meant-argument.ts';
import { fieldOf, tidied } from './tidy-arguments.ts';

/** The hint when the arguments of a change are refused; the message says all there is to do. */
export const NOTHING_CHANGED = 'Nothing was changed.';

/** How many wrong or unknown arguments one refusal names; a model that gets more of them wrong starts over anyway. */
const PROBLEMS_NAMED = 8;

/**
 * Reads the arguments of a tool call: lenient in form, strict in substance. Forms that models and clients are known
 * to send in place of the right one are put right first, going by the listed schema alone; then the real schema judges.
 *
 * @param hint ends the message of a refusal
 * @throws TodoError `invalid_input` naming each argument that is wrong, what it got and what it takes
 */
export function readArguments<S extends z.ZodObject>(
  schema: S,
  listed: ListedSchema,
  given: unknown,
  hint: string = NOTHING_CHANGED,
): z.output<S> {
  const tidy = tidied(given ?? {}, listed);
  const parsed = schema.safeParse(tidy);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues.slice(0, PROBLEMS_NAMED).map((issue) => problemText(issue, tidy, listed));
  if (issues.length > PROBLEMS_NAMED)
    problems.push(`There are ${issues.length - PROBLEMS_NAMED} more problems`);
  throw new TodoError('invalid_input', `${problems.join('. ')}.`, hint);
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
  return `${name} ${issueText(issue, value)}${advice(issue, name, value)}`;
}

function unknownArgument(key: string, known: readonly string[]): string {
  if (!known.length) return `Unknown argument ${shown(key)}: this tool takes none`;
  const meant = meantArgument(key, known);
  return `Unknown argument ${shown(key)}. ${meant ? `Did you mean ${meant}? ` : ''}Known: ${known.join(', ')}`;
}

/** What to do about a wrong argument, where more can be said than what it takes. */
function advice(issue: z.core.$ZodIssue, name: string, value: unknown): string {
  if (name === 'title' && issue.code === 'too_big') return '. Put the rest into description';
  if (name === 'title' && typeof value === 'number')
    return `. Give the title in words; if todo #${value} is meant, use a tool that takes todo_id`;
  if (!/(^|\.)todo_ids?(\.\d+)?$/.test(name) || issue.code !== 'invalid_type') return '';
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
