import type { Output } from '../../../cli/output.ts';
import type { Config } from '../../../config/config.ts';
import type { Clock } from '../../../domain/dates/calendar.ts';
import { type OpenStore, openStore, WHOLE_LIST_WAITS } from '../../../open-store.ts';
import { systemClock } from '../../../system-clock.ts';
import { isZone } from '../wall-time.ts';

/** What import and export work with. */
export interface InOutContext extends Output {
  readonly config: Config;
  readonly clock: Clock;
  readonly store: OpenStore;
  /** the user's time zone, an IANA name */
  readonly zone: string;
}

export async function openContext(config: Config, output: Output): Promise<InOutContext> {
  const clock = systemClock(config.timeZone);
  // If TZ is invalid, Node reports no time zone and uses UTC.
  const zone: string | undefined = config.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const store = await openStore(config, clock, WHOLE_LIST_WAITS);
  return { ...output, config, clock, store, zone: zone && isZone(zone) ? zone : 'UTC' };
}
