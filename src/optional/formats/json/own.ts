/** Our own lists: a todos file, its backup, a conflict copy of a sync service, or an export. */
import type { Snapshot } from '../../../domain/snapshot.ts';
import { valueAt } from '../../../domain/text/describe-value.ts';
import { storedTodoSchema, type Todo } from '../../../domain/todo.ts';
import { FORMAT_VERSION, renderSnapshot } from '../../../store/file/file-text.ts';
import { fieldOf } from '../columns.ts';
import { unreadable } from '../reading.ts';
import type { Written } from '../written.ts';

/**
 * Whether a file is one of our lists, whose todos keep the fields that we don't know.
 *
 * @throws TodoError `invalid_input` when a newer version wrote it
 */
export function isOwnList(content: unknown): boolean {
  const version = valueAt(content, ['version']);
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw unreadable('A newer Todo Manager wrote this list.', 'Update this one, then import it again.');
  }
  return valueAt(content, ['next_id']) !== undefined || typeof version === 'number';
}

/**
 * Whether an entry is a todo as we store it.
 *
 * @param isOwn whether its list is ours; in others, a field that we call differently must be read as that
 */
export function isStoredTodo(value: unknown, isOwn: boolean): value is Todo {
  if (!storedTodoSchema.safeParse(value).success) return false;
  const isOurs = (name: string) => Object.hasOwn(storedTodoSchema.shape, name) || fieldOf(name) === undefined;
  return isOwn || Object.keys(value ?? {}).every(isOurs);
}

/** A todos file, without its history. */
export function writeJson(snapshot: Snapshot): Written {
  const { history: _, ...others } = snapshot;
  return { text: renderSnapshot(others).toString(), todos: others.todos.length, lost: [] };
}
