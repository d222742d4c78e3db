import type { Config } from './config/config.ts';
import type { Calendar } from './domain/dates/calendar.ts';
import { TodoError } from './domain/errors.ts';
import type { TodoStore } from './domain/todo-store.ts';
import type { DatabaseWaits } from './optional/postgres/waits.ts';
import { JsonFileStore } from './store/file/json-file-store.ts';

/** A store that can be shut down with its process. */
export interface OpenStore extends TodoStore {
  /** Stops waiting for other programs, now and in later calls. */
  stopWaiting(): void;
  /** Resolves when every call made so far has been answered, and the store keeps the process alive no longer. */
  settled(): Promise<void>;
}

/** Longer waits, in milliseconds, for commands that move a whole list. */
export const WHOLE_LIST_WAITS: Partial<DatabaseWaits> = { statement: 10 * 60_000, call: 10 * 60_000 };

/**
 * Opens the configured store. Nothing is touched before the first call; if the store can't be used, each call says why.
 *
 * @param calendar for the daily backup of a file
 * @param waits of a database that differ from the usual ones
 */
export async function openStore(
  { file, database }: Pick<Config, 'file' | 'database'>,
  calendar: Calendar,
  waits?: Partial<DatabaseWaits>,
): Promise<OpenStore> {
  if (!database) return new JsonFileStore(file.path, calendar);
  if (database.problem) {
    const { message, hint } = database.problem;
    return unusableStore(new TodoError('store_unavailable', message, hint));
  }
  // Imported here because a list in a file needs neither the driver nor the network.
  const { PostgresStore } = await import('./optional/postgres/postgres-store.ts');
  return new PostgresStore(database.url, database.name, calendar, waits);
}

/** A store whose every call fails with `reason`. */
function unusableStore(reason: TodoError): OpenStore {
  const fail = () => Promise.reject(reason);
  return {
    read: fail,
    update: fail,
    onChange: () => () => {},
    watchOthers: async () => () => {},
    stopWaiting: () => {},
    settled: async () => {},
  };
}
