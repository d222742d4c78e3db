/** What the parts of the page are given. */
import type { TodoView } from '../../../render/todo-view.ts';
import type { Board } from './board.ts';
import type { Draft, Panel, State } from './store.ts';
import type { DateFormat } from './words.ts';

/** What a part of the page is drawn from, and what it calls. */
export interface ViewProps {
  readonly board: Board;
  readonly state: State;
}

/** The same for one todo. */
export interface RowProps {
  readonly board: Board;
  readonly todo: TodoView;
  /** the key of its group */
  readonly group: string;
  readonly today: string;
  readonly format: DateFormat;
  readonly canChange: boolean;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly draft: Draft | undefined;
  readonly panel: Panel | undefined;
  /** the todo of the open editor as a whole */
  readonly whole: TodoView | undefined;
}
