import type { Config } from './config/config.ts';
import type { Calendar } from './domain/dates/calendar.ts';
import { TodoError } from './domain/errors.ts';
import type { TodoStore } from './domain/todo-store.ts';
import { JsonFileStore } from './store/json-file-store.ts';
import type { DatabaseWaits } from './store/postgres/waits.ts';
import { UnusableStore } from './store/unusable-store.ts';

/** A store as a process uses it that comes to an end. */
export interface OpenStore extends TodoStore {
  /** Gives up waiting for others, now and from then on. */
  stopWaiting(): void;
  /** Resolves when every call made so far has been settled, and nothing of it keeps the process alive. */
  settled(): Promise<void>;
}

/** For commands that move a whole list, which may be long and the connection slow; in milliseconds. */
export const WHOLE_LIST_WAITS: Partial<DatabaseWaits> = { statement: 10 * 60_000, call: 10 * 60_000 };

/**
 * The store that was asked for. Nothing is touched before its first call; what makes it unusable is thrown by each.
 *
 * @param calendar for the backups of a file
 * @param waits for a database, where they must be others than usual
 */
export async function openStore(
  { file, database }: Pick<Config, 'file' | 'database'>,
  calendar: Calendar,
  waits?: Partial<DatabaseWaits>,
): Promise<OpenStore> {
  if (!database) return new JsonFileStore(file.path, calendar);
  if (database.problem) {
    const { message, hint } = database.problem;
    return new UnusableStore(new TodoError('store_unavailable', message, hint));
  }
  // Loaded here because a list in a file needs neither the driver nor the network.
  const { PostgresStore } = await import('./store/postgres/postgres-store.ts');
  return new PostgresStore(database.url, database.name, calendar, waits);
}
