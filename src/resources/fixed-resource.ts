import type { Moment } from '../domain/dates/calendar.ts';
import type { Snapshot } from '../domain/snapshot.ts';

/** A resource with a fixed URI: a pure function of the list. */
export interface FixedResource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  readonly read: (snapshot: Snapshot, moment: Moment) => string;
}
