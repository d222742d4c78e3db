/** Opens the store and the clock that this process was asked for. */
import type { Clock } from './domain/dates/calendar.ts';
import { TodoError } from './domain/errors.ts';
import type { OpenStore } from './domain/todo-store.ts';
import type { Logger } from './logger.ts';
import type { AppContext } from './mcp/context.ts';
import type { Setup } from './part.ts';
import { JsonFileStore } from './store/file/json-file-store.ts';
import { systemClock } from './system-clock.ts';

/** What a server works with. */
export async function openContext(
  setup: Setup,
  logger: Logger,
): Promise<AppContext & { readonly store: OpenStore }> {
  const { config, store: other } = setup;
  const clock = systemClock(config.timeZone);
  return {
    store: await openStore(setup, clock),
    clock,
    logger,
    place: other ? { place: other.name } : { file: config.file.path },
    readOnly: config.readOnly,
  };
}

/**
 * Opens the configured store. Nothing is touched before the first call; if the store can't be used, each call says why.
 *
 * @param clock for the daily backup of a file
 * @param wholeList whether calls move a whole list, and may take longer
 */
export async function openStore(
  { config: { file }, store }: Pick<Setup, 'config' | 'store'>,
  clock: Clock,
  wholeList = false,
): Promise<OpenStore> {
  const problem = store ? store.problem : file.problem;
  if (problem) return unusableStore(new TodoError('store_unavailable', problem.message, problem.hint));
  return store ? store.open(clock, wholeList) : new JsonFileStore(file.path, clock);
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
