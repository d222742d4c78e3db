/** The list, in groups and on pages that fit. */
import { Component } from 'preact';

import type { TodoView } from '../../../render/todo-view.ts';
import { Footer } from './footer.tsx';
import { type Group, groupsOf, isNarrow } from './model.ts';
import { type Place, placeOf, restore } from './place.ts';
import { Row } from './row.tsx';
import type { ViewProps } from './view.ts';
import { titleOf } from './words.ts';

/** The most that the page takes of a chat, in pixels. */
const INLINE_HEIGHT = 500;
/** No row is lower than this, in pixels. */
const LEAST_ROW = 20;

interface ListState {
  /** the first row that doesn't fit */
  readonly end: number;
}

/** The todos in their groups: all of them in fullscreen, else as many as fit, on pages. */
export class ListView extends Component<ViewProps, ListState> {
  override state: ListState = { end: Infinity };
  #list: HTMLElement | null = null;
  #rows: readonly TodoView[] = [];

  override componentDidMount(): void {
    let width = window.innerWidth;
    window.addEventListener('resize', () => {
      if (width !== window.innerWidth) this.#fit();
      width = window.innerWidth;
    });
    this.#fit();
  }

  override getSnapshotBeforeUpdate(): Place | undefined {
    return this.#list ? placeOf(this.#list) : undefined;
  }

  override componentDidUpdate(_props: ViewProps, _state: ListState, place: Place | undefined): void {
    this.#fit();
    if (place && this.#list) restore(this.#list, place);
  }

  override render({ board, state }: ViewProps, { end }: ListState) {
    const { reading, text, readAt, starts } = state;
    const groups = reading ? shownGroups(board.store.todos, this.props) : [];
    this.#rows = groups.flatMap(({ todos }) => todos);
    const start = this.#start();
    const lines = reading ? [] : text.split('\n');
    return (
      <>
        <div id="list" ref={(it) => void (this.#list = it)} onKeyDown={moveFocus}>
          {!readAt && ['a', 'b', 'c', 'd'].map((key) => <div key={key} class="skeleton" />)}
          {reading && <EmptyNote board={board} state={state} rows={this.#rows} />}
          {this.#pageOf(groups, start)}
          {readAt &&
            lines.filter(Boolean).map((line) => (
              <p key={line} class="line" dir="auto">
                {line}
              </p>
            ))}
          {reading && !reading.isComplete && !state.abilities?.callsTools && (
            <p class="line">There are more. Ask your assistant to list them.</p>
          )}
        </div>
        <Footer
          board={board}
          state={state}
          page={{
            start,
            end: Math.min(end, this.#rows.length),
            rows: this.#rows.length,
            isFirst: starts.length < 2,
          }}
        />
      </>
    );
  }

  #start(): number {
    const start = this.props.state.starts.at(-1) ?? 0;
    return start < this.#rows.length && this.#limit() !== undefined ? start : 0;
  }

  /** The groups with the rows of this page: days in one place, which wide pages show as columns. */
  #pageOf(groups: readonly Group[], start: number) {
    const limit = this.#limit();
    const end = start + (limit ?? Infinity) / LEAST_ROW;
    let place = 0;
    const sections = groups.map((group) => {
      const first = place;
      place += group.todos.length;
      return { group, todos: group.todos.slice(Math.max(0, start - first), Math.max(0, end - first)) };
    });
    const shown = sections.filter(
      ({ group, todos }) => todos.length || (limit === undefined && /^\d/.test(group.key)),
    );
    const isWeek = ({ group }: (typeof shown)[number]) => /^\d|overdue/.test(group.key);
    const draw = (some: typeof shown) => some.map(({ group, todos }) => this.#section(group, todos));
    const week = shown.filter(isWeek);
    return [
      week.length > 0 && (
        <div key="week" class="week">
          {draw(week)}
        </div>
      ),
      ...draw(shown.filter((each) => !isWeek(each))),
    ];
  }

  #section({ key, day }: Group, todos: readonly TodoView[]) {
    const { board, state } = this.props;
    const { context, pending, errors, drafts, opened, dragged } = state;
    const today = state.reading?.today ?? '';
    const id = `group-${key.replace(' ', '-')}`;
    const isClosed = dragged !== undefined && day === undefined;
    const changing = new Set(pending.map(({ id: todo }) => todo));
    return (
      <section
        key={key}
        class={[todos.length ? key : 'empty-day', isClosed && 'closed'].filter(Boolean).join(' ')}
        {...(day !== undefined && { 'data-day': day })}
      >
        <h2 id={id}>{titleOf({ key }, today, context)}</h2>
        <ul aria-labelledby={id}>
          {todos.map((todo) => (
            <Row
              key={todo.id}
              board={board}
              todo={todo}
              group={key}
              today={today}
              format={context}
              canChange={board.store.canChange}
              isPending={changing.has(todo.id) || todo.id < 0}
              error={errors.get(todo.id)}
              draft={drafts.get(todo.id)}
              panel={opened?.id === todo.id ? opened.panel : undefined}
              whole={opened?.id === todo.id ? board.store.whole : undefined}
            />
          ))}
        </ul>
      </section>
    );
  }

  /** The maximum height of the page; undefined for any. */
  #limit(): number | undefined {
    const { displayMode, height, maxHeight = INLINE_HEIGHT } = this.props.state.context;
    return displayMode === 'fullscreen' ? undefined : (height ?? Math.min(maxHeight, INLINE_HEIGHT));
  }

  /** Hides the rows that don't fit, but at least one is shown. If even that is too high, its panel scrolls. */
  #fit(): void {
    const page = this.#list?.closest<HTMLElement>('#board');
    if (!this.#list || !page) return;
    const limit = this.#limit() ?? Infinity;
    const rows = [...this.#list.querySelectorAll('li')];
    const start = this.#start();
    page.style.removeProperty('--panel-height');
    this.#show(rows, rows.length);
    let fitting = rows.length;
    while (fitting > 1 && page.offsetHeight > limit) this.#show(rows, --fitting);
    const panel = this.#list.querySelector<HTMLElement>('.panel');
    const excess = page.offsetHeight - limit;
    if (panel && excess > 0)
      page.style.setProperty('--panel-height', `${Math.max(80, panel.offsetHeight - excess)}px`);
    const end = limit === Infinity ? this.#rows.length : start + fitting;
    const { board, state } = this.props;
    const opened = this.#rows.findIndex(({ id }) => id === state.opened?.id);
    // If the open panel doesn't fit, its row begins a page.
    if (opened > start && (opened >= end || excess > 0))
      board.store.set({ starts: [...state.starts, opened] });
    if (end !== this.state.end) this.setState({ end });
  }

  #show(rows: readonly HTMLElement[], count: number): void {
    for (const [index, row] of rows.entries()) row.hidden = index >= count;
    for (const section of this.#list?.querySelectorAll('section') ?? [])
      section.hidden = !section.querySelector('li:not([hidden])') && section.querySelector('li') !== null;
  }
}

/** The groups to show: those of the chosen day, if there is one. */
function shownGroups(todos: readonly TodoView[], { state: { reading, day, stays } }: ViewProps): Group[] {
  const today = reading?.today ?? '';
  const isShown = ({ key }: Group) =>
    day === undefined || key === day || (day === today && key === 'overdue');
  return groupsOf(todos, today, stays).filter(isShown);
}

/** What there is to say when nothing is listed, or nothing is left to do. */
function EmptyNote({
  board,
  state: { filter, day },
  rows,
}: ViewProps & { readonly rows: readonly TodoView[] }) {
  const isNarrowed = day !== undefined || isNarrow(filter);
  if (isNarrowed ? rows.length : rows.some(({ completed }) => !completed)) return null;
  const all = () => {
    board.store.set({ day: undefined });
    board.reader.filter({});
  };
  return (
    <div class="empty">
      <p>
        {isNarrowed
          ? 'Nothing here.'
          : rows.length
            ? 'All done. Enjoy the rest of the day!'
            : 'Nothing to do.'}
      </p>
      {isNarrowed ? (
        <button onClick={all}>Show all</button>
      ) : (
        <p>
          {board.store.canChange
            ? 'Add a todo above, or ask your assistant to.'
            : 'Ask your assistant to add a todo.'}
        </p>
      )}
    </div>
  );
}

/** The arrow keys go from row to row, to the same control. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const { target, currentTarget } = event;
  if (!step || !(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement)) return;
  const { focus } = target.dataset;
  if (focus === undefined) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>(`li:not([hidden]) [data-focus=${focus}]`)];
  const next = all[all.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
