import { isUtf8 } from 'node:buffer';

import * as z from 'zod';

import { TodoError } from '../domain/errors.ts';
import { idsIn, isHistory } from '../domain/history.ts';
import { issueText, shown, valueAt } from '../domain/issue-text.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { storedTodoSchema } from '../domain/todo.ts';
import { findSyntaxFlaw } from './json-syntax.ts';

/** Rises only when an older server would do damage to a newer file. A file without a version is of version 1. */
export const FORMAT_VERSION = 1;

const fileSchema = z.object({ todos: z.array(storedTodoSchema), next_id: z.int().optional() });
type FileContent = z.input<typeof fileSchema> & { readonly history?: unknown };

/**
 * Reads the text of a todos file. The objects in it are only checked, never rebuilt, so that fields this program
 * doesn't know, their order and even a `__proto__` among them survive. A `next_id` that is missing or too low is
 * put right in the answer; the file gets it with the next change.
 *
 * @param path of the file, for the messages
 * @throws TodoError `store_damaged` saying what is wrong and where; `store_too_new`
 */
export function parseSnapshot(text: string, path: string): Snapshot {
  const content = parseJson(text.replace(/^\uFEFF/, ''), path);
  // Before all else: a newer file may have another shape.
  refuseNewer(content, path);
  checkContent(content, path);
  const ids = new Set<number>();
  let highest = 0;
  for (const { id } of content.todos) {
    if (ids.has(id)) throw damaged(path, `the id ${id} is given to two todos`);
    ids.add(id);
    highest = Math.max(highest, id);
  }
  const { history, ...others } = content;
  // A history that can't be used must not stand in the way of the todos.
  const usable = isHistory(history) ? history : [];
  for (const id of idsIn(usable)) highest = Math.max(highest, id);
  const next_id = Math.max(content.next_id ?? 1, highest + 1);
  return { ...others, next_id, ...(usable.length && { history: usable }) };
}

/**
 * The text of a todos file. Another encoding is refused: read as UTF-8, its letters would be lost with the next change.
 *
 * @throws TodoError `store_damaged`
 */
export function decodeText(bytes: Buffer, path: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const lines = bytes.toString('latin1').split('\n');
  const line = lines.findIndex((each) => !isUtf8(Buffer.from(each, 'latin1'))) + 1;
  throw damaged(path, `it is not UTF-8 text (line ${line})`);
}

function parseJson(text: string, path: string): unknown {
  if (!text.trim()) throw damaged(path, 'it is empty');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const flaw = findSyntaxFlaw(text);
    const where = flaw && `line ${flaw.line}, column ${flaw.column}: ${flaw.found} can't stand here`;
    throw damaged(path, `it is not valid JSON (${where ?? String(error)})`);
  }
}

function refuseNewer(content: unknown, path: string): void {
  const version = valueAt(content, ['version']);
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw new TodoError(
      'store_too_new',
      `${path} was written by a newer Todo Manager (format ${version}; this one knows ${FORMAT_VERSION}).`,
      'Update this server; until then nothing in the file is touched.',
    );
  }
}

function checkContent(content: unknown, path: string): asserts content is FileContent {
  const issue = fileSchema.safeParse(content).error?.issues[0];
  if (!issue) return;
  const [field, index, ...inside] = issue.path;
  const place =
    field === undefined
      ? 'the content'
      : index === undefined
        ? `"${String(field)}"`
        : `todo number ${Number(index) + 1}${nameOf(valueAt(content, [field, index]))}${inside.length ? `: "${inside.join('.')}"` : ''}`;
  throw damaged(path, `${place} ${issueText(issue, valueAt(content, issue.path))}`);
}

/** What a person can find a todo by that may lack anything: ` (id 7, "Buy milk")`. */
function nameOf(entry: unknown): string {
  const id = valueAt(entry, ['id']);
  const title = valueAt(entry, ['title']);
  const names = [typeof id === 'number' ? `id ${id}` : '', typeof title === 'string' ? shown(title) : ''];
  const known = names.filter(Boolean).join(', ');
  return known && ` (${known})`;
}

function damaged(path: string, problem: string): TodoError {
  return new TodoError(
    'store_damaged',
    `The todos file ${path} can't be used: ${problem}.`,
    `It was left as it is. Mend it by hand or put a backup in its place (${path}.bak, if there is one); this server goes on with it at the next call.`,
  );
}
