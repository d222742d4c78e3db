/** What import and export work with, made from the settings. */
import type { Clock } from '../../../domain/dates/calendar.ts';
import type { OpenStore } from '../../../domain/todo-store.ts';
import { openStore } from '../../../open-context.ts';
import type { Output, Setup } from '../../../part.ts';
import { systemClock } from '../../../system-clock.ts';
import { isZone } from '../wall-time.ts';

/** What import and export work with. */
export interface InOutContext extends Output {
  /** the path of the list; undefined if it isn't kept in a file */
  readonly file: string | undefined;
  readonly clock: Clock;
  readonly store: OpenStore;
  /** the user's time zone, an IANA name */
  readonly zone: string;
}

export async function openInOut(setup: Setup, output: Output): Promise<InOutContext> {
  const { config, store: other } = setup;
  const clock = systemClock(config.timeZone);
  // If TZ is invalid, Node reports no time zone and uses UTC.
  const zone: string | undefined = config.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const store = await openStore(setup, clock, true);
  const file = other ? undefined : config.file.path;
  return { ...output, file, clock, store, zone: zone && isZone(zone) ? zone : 'UTC' };
}
