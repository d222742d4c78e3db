/** Parses and checks the todos file. */
import { isUtf8 } from 'node:buffer';
import { existsSync, realpathSync } from 'node:fs';

import * as z from 'zod';

import { TodoError } from '../../domain/errors.ts';
import { idsIn, isHistory } from '../../domain/history.ts';
import { changedSpan, type Snapshot } from '../../domain/snapshot.ts';
import { issueText, shown, valueAt } from '../../domain/text/describe-value.ts';
import { LIMITS, storedTodoSchema } from '../../domain/todo.ts';
import { parseExactly } from '../exact-json.ts';
import { backupOf } from './daily-backup.ts';
import { entriesOf, type Entry, FORMAT_VERSION, renderSnapshot, withIndexes } from './file-text.ts';
import { findFlaw } from './json-flaws.ts';

const fileSchema = z.object({ todos: z.array(storedTodoSchema), next_id: z.int().optional() });
type FileContent = z.input<typeof fileSchema> & { readonly history?: unknown };

/**
 * Parses the bytes of a todos file. Its objects are only checked, never rebuilt, so that unknown fields, their order
 * and even a `__proto__` among them survive. A missing or too low `next_id` is repaired in the snapshot, and in the
 * file with the next change.
 *
 * @param path of the file, for the messages
 * @param known another version of it: equal lines become the same objects, and are not parsed again
 * @throws TodoError `store_damaged` saying what is wrong and where; `store_too_new`
 */
export function parseSnapshot(bytes: Buffer, path: string, known?: Snapshot): Snapshot {
  return (known && readSimilar(bytes, path, known)) ?? parseWhole(bytes, path);
}

function parseWhole(bytes: Buffer, path: string): Snapshot {
  const json = decodeText(bytes, path).replace(/^\uFEFF/, '');
  const content = parseJson(json, path);
  checkContent(content, path);
  const snapshot = snapshotOf(content, path);
  if (isWrittenAs(snapshot, bytes, path)) return snapshot;
  // JSON.parse rounds numbers, and drops all but the last of repeated keys.
  const exact = parseExactly(json);
  if (exact.problem !== undefined) throw damaged(path, exact.problem);
  checkContent(exact.value, path);
  return snapshotOf(exact.value, path);
}

/**
 * Reads only the lines that `known` doesn't have.
 *
 * @returns undefined unless rendering the result gives exactly these bytes, which proves that they were understood.
 * {@link parseWhole} then finds what is wrong with them.
 */
function readSimilar(bytes: Buffer, path: string, known: Snapshot): Snapshot | undefined {
  const entries = entriesOf(known);
  try {
    const content = withEntries(JSON.parse(withIndexes(bytes, entries)), entries);
    checkContent(content, path, new Set(entries));
    const snapshot = snapshotOf(content, path);
    return isWrittenAs(snapshot, bytes, path) ? snapshot : undefined;
  } catch {
    return undefined;
  }
}

/** Puts the entries back in place of their indexes; see {@link withIndexes}. */
function withEntries(content: unknown, entries: readonly Entry[]): unknown {
  if (typeof content !== 'object') return content;
  const listed = (key: string) => {
    const list = valueAt(content, [key]);
    return (
      Array.isArray(list) && {
        [key]: list.map((entry: unknown) => (typeof entry === 'number' ? entries[entry] : entry)),
      }
    );
  };
  return { ...content, ...listed('todos'), ...listed('history') };
}

/** The content as a snapshot, with a valid `next_id`. An unusable history is left out, as it must not block the todos. */
function snapshotOf({ history, ...others }: FileContent, path: string): Snapshot {
  const ids = new Set<number>();
  let highest = 0;
  for (const { id } of others.todos) {
    if (ids.has(id)) throw damaged(path, `two todos have the id ${id}`);
    ids.add(id);
    highest = Math.max(highest, id);
  }
  const usable = isHistory(history) ? history : [];
  for (const id of idsIn(usable)) highest = Math.max(highest, id);
  const next_id = Math.max(others.next_id ?? 1, highest + 1);
  return { ...others, next_id, ...(usable.length && { history: usable }) };
}

/**
 * Checks that the todos that a change made can be read again.
 *
 * @throws Error for a todo that {@link parseSnapshot} would refuse, which is a bug
 */
export function checkSnapshot(before: Snapshot, after: Snapshot): void {
  for (const todo of changedSpan(before.todos, after.todos).after) {
    const { error } = storedTodoSchema.safeParse(todo);
    if (error) throw new Error(`a change made a todo that can't be stored: ${error.message}`);
    if (todo.id >= after.next_id)
      throw new Error(`a change made the todo ${todo.id} but did not raise next_id`);
  }
}

/** Refuses other encodings: read as UTF-8, their letters would be lost with the next change. */
function decodeText(bytes: Buffer, path: string): string {
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
    throw damaged(path, `it is not valid JSON (${findFlaw(text) ?? String(error)})`);
  }
}

/** Whether rendering the snapshot gives exactly these bytes. */
function isWrittenAs(snapshot: Snapshot, bytes: Buffer, path: string): boolean {
  try {
    return renderSnapshot(snapshot).equals(bytes);
  } catch (error) {
    // V8 can parse deeper nesting than it can stringify.
    if (error instanceof RangeError) throw damaged(path, 'it is nested too deeply');
    throw error;
  }
}

function refuseNewer(content: unknown, path: string): void {
  const version = valueAt(content, ['version']);
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw new TodoError(
      'store_too_new',
      `${path} was written by a newer Todo Manager (format ${version}; this one knows ${FORMAT_VERSION}).`,
      'Update this server; until then the file is left as it is.',
    );
  }
}

/** @param known todos that need not be checked again */
function checkContent(
  content: unknown,
  path: string,
  known?: ReadonlySet<unknown>,
): asserts content is FileContent {
  // First, because a newer file may have another shape.
  refuseNewer(content, path);
  const todos = valueAt(content, ['todos']);
  const isPartlyKnown = known && typeof content === 'object' && Array.isArray(todos);
  const toCheck = isPartlyKnown ? { ...content, todos: todos.filter((todo) => !known.has(todo)) } : content;
  const issue = fileSchema.safeParse(toCheck).error?.issues[0];
  if (!issue) return;
  const [field, index, ...inside] = issue.path;
  const place =
    field === undefined
      ? 'the content'
      : index === undefined
        ? `"${String(field)}"`
        : `todo number ${Number(index) + 1}${whichTodo(valueAt(content, [field, index]))}${inside.length ? `: "${inside.join('.')}"` : ''}`;
  throw damaged(path, `${place} ${issueText(issue, valueAt(content, issue.path))}`);
}

/** Helps a person find a todo, any field of which may be missing: ` (id 7, "Buy milk")`. */
function whichTodo(entry: unknown): string {
  const id = valueAt(entry, ['id']);
  const title = valueAt(entry, ['title']);
  const names = [typeof id === 'number' ? `id ${id}` : '', typeof title === 'string' ? shown(title) : ''];
  const known = names.filter(Boolean).join(', ');
  return known && ` (${known})`;
}

/** A `store_damaged` error. */
export function damaged(path: string, problem: string): TodoError {
  const backup = existingBackup(path);
  const advice = backup
    ? `Fix it by hand or put the backup in its place (${backup})`
    : 'There is no backup. Fix it by hand, or move it away to begin a new list';
  return new TodoError(
    'store_damaged',
    `The todos file ${path} can't be used: ${problem}.`,
    `It was left as it is. ${advice}; no restart is needed.`,
  );
}

/** The backup of the file that `path` leads to. */
function existingBackup(path: string): string | undefined {
  try {
    const backup = backupOf(realpathSync.native(path));
    return existsSync(backup) ? backup : undefined;
  } catch {
    return undefined;
  }
}

/** A change would make the list larger than {@link LIMITS} allows. */
export function tooLarge(): TodoError {
  return new TodoError(
    'limit_reached',
    `The list is full: it would be larger than ${LIMITS.bytes / 1024 / 1024} MiB.`,
    'Delete completed todos first.',
  );
}
