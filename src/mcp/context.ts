/** What tools, resources and prompts work with. */
import type { Clock, Moment } from '../domain/dates/calendar.ts';
import { TodoError } from '../domain/errors.ts';
import type { TodoStore } from '../domain/todo-store.ts';
import type { Logger } from '../logger.ts';

/** Where the list is kept, for people: the absolute path of a file, or another place and its host, without secrets. */
export type Place = { readonly file: string } | { readonly place: string };

/** Whether a row is listed to a client with these capabilities, as it declared them; without it, to all clients. */
export type ListedTo = (capabilities: unknown) => boolean;

/** For the params of a request, which rows its client is listed. */
export type ListedIn = (params: unknown) => (row: { readonly listedTo?: ListedTo }) => boolean;

/** What every tool, resource and prompt works with; main.ts makes the real one, tests their own. */
export interface AppContext {
  readonly store: TodoStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly place: Place;
  /** Whether only the tools that read are offered. */
  readonly readOnly: boolean;
  /** What the user should know about the setup, in sentences; get_overview asks. */
  readonly remarks?: () => Promise<readonly string[]>;
}

/** The last year that fits `YYYY-MM-DD`. */
const LAST_YEAR = 9_999;

/**
 * The current moment.
 *
 * @throws TodoError `invalid_input` when the clock is wrong by thousands of years
 */
export function momentOf(clock: Clock): Moment {
  const now = clock.now();
  if (now.getUTCFullYear() >= LAST_YEAR) {
    const clockText = `This computer's clock says ${now.toISOString()}.`;
    throw new TodoError('invalid_input', clockText, 'Set it right, then try again.');
  }
  return {
    now: now.toISOString(),
    today: clock.dayOf(now),
    localTime(text) {
      const instant = new Date(text);
      return Number.isNaN(instant.getTime()) ? text : clock.localTime(instant);
    },
  };
}
