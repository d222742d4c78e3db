import type { Config } from '../../config/config.ts';
import type { Clock } from '../../context.ts';
import type { TodoStore } from '../../domain/todo-store.ts';
import type { Output } from '../output.ts';

/** What import and export work with. */
export interface InOut extends Output {
  readonly config: Config;
  readonly clock: Clock;
  readonly store: TodoStore;
  /** the user's time zone, an IANA name */
  readonly zone: string;
}
