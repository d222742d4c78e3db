/** What a resource is. */
import type { Moment } from '../../domain/dates/calendar.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { AppContext, ListedTo } from '../context.ts';

/** What clients are told of a resource. */
interface Listing {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  /** for extensions of the protocol; goes into the contents, too */
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** A resource made from the list. */
export interface ListResource extends Listing {
  readonly listedTo?: ListedTo;
  /** @returns Markdown, or what becomes JSON */
  readonly read: (snapshot: Snapshot, moment: Moment) => string | object;
}

/** A resource that has nothing to do with the list, and never changes while the server runs. */
export interface LoadedResource extends Listing {
  readonly listedTo?: ListedTo;
  /** whether it is also at another URI than the one listed */
  readonly isAt?: (uri: string) => boolean;
  /** Reads it, on request. */
  readonly load: (context: AppContext) => Promise<string>;
}

/** A resource with a fixed URI. */
export type Resource = ListResource | LoadedResource;
