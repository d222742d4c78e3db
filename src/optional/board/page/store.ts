/** The one state of the page. */
import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import type { Labels, Reading } from './answers.ts';
import type { Change } from './changes.ts';
import type { Edits } from './fields.ts';
import { contextIn, type HostAbilities, type HostContext } from './host-context.ts';
import type { Filter } from './model.ts';
import type { OwnChange } from './own-changes.ts';

export type Panel = 'edit' | 'move';

/** What was typed about a todo and isn't saved. */
export interface Draft {
  readonly edits: Edits;
  /** a step that isn't added yet */
  readonly step: string;
}

/** Everything that the page shows: what was read, what is pending, what is open, and what was typed. */
export interface State {
  readonly context: HostContext;
  /** undefined until the host has answered */
  readonly abilities: HostAbilities | undefined;
  readonly isReadOnly: boolean;
  /** what was read, with the answers to changes since */
  readonly reading: Reading | undefined;
  /** shown instead of the reading if the host hands on only the text of results */
  readonly text: string;
  readonly readAt: Date | undefined;
  /** why the list may be outdated; empty if it isn't */
  readonly readError: string;
  /** for the filters */
  readonly labels: Labels;
  /** how many todos are open in all, if not all were read */
  readonly openInAll: number | undefined;
  readonly filter: Filter;
  /** the day that the strip narrows the list to */
  readonly day: CalendarDate | undefined;
  readonly hasFilters: boolean;
  /** the changes that the server hasn't answered yet */
  readonly pending: readonly Change[];
  /** groups in which todos stay for a moment after they were ticked, by id */
  readonly stays: ReadonlyMap<number, string>;
  readonly own: readonly OwnChange[];
  /** why a change wasn't made, by id of the todo */
  readonly errors: ReadonlyMap<number, string>;
  /** what happened last */
  readonly status: string;
  readonly opened: { readonly id: number; readonly panel: Panel } | undefined;
  /** the todo of the open editor, with its description and checklist */
  readonly whole: TodoView | undefined;
  readonly drafts: ReadonlyMap<number, Draft>;
  /** what is typed in the line that adds, and why it wasn't added */
  readonly line: string;
  readonly lineError: string;
  readonly dragged: number | undefined;
  /** the first rows of the pages up to this one */
  readonly starts: readonly number[];
}

/** The one state of the page. Changes that come together are drawn together. */
export class Store {
  state: State;
  readonly #draw: () => void;
  #isScheduled = false;

  constructor(isReadOnly: boolean, draw: () => void) {
    this.#draw = draw;
    this.state = {
      context: contextIn({}),
      abilities: undefined,
      isReadOnly,
      reading: undefined,
      text: '',
      readAt: undefined,
      readError: '',
      labels: { projects: [], tags: [] },
      openInAll: undefined,
      filter: {},
      day: undefined,
      hasFilters: false,
      pending: [],
      stays: new Map(),
      own: [],
      errors: new Map(),
      status: '',
      opened: undefined,
      whole: undefined,
      drafts: new Map(),
      line: '',
      lineError: '',
      dragged: undefined,
      starts: [0],
    };
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // Not with the next frame: a host may show the page only once it has said how high it is.
    setTimeout(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  /** The todos as the person sees them: as they were read, with what is pending. */
  get todos(): readonly TodoView[] {
    const { reading, pending } = this.state;
    return pending.reduce<readonly TodoView[]>(
      (todos, { id, shown, added }) =>
        added ? [...todos, added] : todos.flatMap((todo) => (todo.id === id ? (shown(todo) ?? []) : todo)),
      reading?.todos ?? [],
    );
  }

  /** The todo of the open editor as the person sees it. */
  get whole(): TodoView | undefined {
    const { whole, pending } = this.state;
    return pending.reduce((todo, { id, shown }) => (todo?.id === id ? todo && shown(todo) : todo), whole);
  }

  find(id: number): TodoView | undefined {
    return this.todos.find((todo) => todo.id === id);
  }

  /** Whether the person can change todos. */
  get canChange(): boolean {
    const { reading, abilities, isReadOnly } = this.state;
    return reading !== undefined && abilities?.callsTools === true && !isReadOnly;
  }

  /** Sets the error of a todo; empty for none. */
  setError(id: number, error: string): void {
    this.set({ errors: withEntry(this.state.errors, id, error || undefined) });
  }

  /** Sets what was typed about a todo; undefined for nothing. */
  setDraft(id: number, draft: Draft | undefined): void {
    this.set({ drafts: withEntry(this.state.drafts, id, draft) });
  }
}

export function withEntry<T>(
  map: ReadonlyMap<number, T>,
  id: number,
  value: T | undefined,
): ReadonlyMap<number, T> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(id);
  else changed.set(id, value);
  return changed;
}
