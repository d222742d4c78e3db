import type { CalendarDate } from '../domain/dates/calendar.ts';
import { enableDragging } from './drag.ts';
import { element, part } from './elements.ts';
import { FocusKeeper } from './focus.ts';
import { Header } from './header.ts';
import type { HostContext } from './host-context.ts';
import { fillList, type Row } from './list-view.ts';
import { type Filter, groupsOf } from './model.ts';
import { PressGuard } from './press.ts';
import { emptyNote, rowOf, type RowSetting } from './rows.ts';
import { applyTheme } from './theme.ts';
import type { TodoList } from './todo-list.ts';
import { titleOf } from './words.ts';

/** How high the page is inline, in pixels: a chat is no place for a long one. */
const INLINE_HEIGHT = 500;

interface FrameActions {
  readonly refresh: () => void;
  readonly undo: () => void;
  readonly filter: (filter: Filter) => void;
  /** Reads todos that have not been read yet. */
  readonly readMore: () => Promise<void>;
  /** The page has another height. */
  readonly resize: (height: number) => void;
  readonly display: (mode: 'inline' | 'fullscreen') => void;
  /** A todo was dragged to a day; undefined for none. */
  readonly drop: (id: number, day: CalendarDate | undefined) => void;
  readonly escape: () => void;
}

/** The page: shows what the board knows, in as little space as the host gives, and hands on what the person does. */
export class Frame {
  readonly #actions: FrameActions;
  readonly #board = part('main', 'board');
  readonly #list = part('div', 'list');
  readonly #more = part('button', 'more');
  readonly #previous = part('button', 'previous');
  readonly #header: Header;
  readonly #focus = new FocusKeeper(this.#list);
  readonly #press = new PressGuard(this.#list);
  /** what is shown; undefined while nothing is known */
  #shown:
    | { readonly list: TodoList; readonly context: HostContext; readonly setting: RowSetting }
    | undefined;
  /** where this page of the list begins, and where those before it began */
  #start = 0;
  #starts: number[] = [];
  #end = 0;

  constructor(actions: FrameActions) {
    this.#actions = actions;
    const filter = (chosen: Filter) => {
      this.#turnTo(0, []);
      actions.filter(chosen);
    };
    this.#header = new Header({ ...actions, filter });
    part('button', 'undo').addEventListener('click', actions.undo);
    this.#more.addEventListener('click', () => void this.#showMore());
    this.#previous.addEventListener('click', () => {
      this.#turnTo(this.#starts.at(-1) ?? 0, this.#starts.slice(0, -1));
      this.#fill();
      this.#focus.first();
    });
    this.#board.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') actions.escape();
    });
    enableDragging(() => this.#shown?.setting ?? { today: '', manner: {} }, actions.drop);
    new ResizeObserver(() => {
      if (this.#isTooHigh()) this.#fill();
      actions.resize(this.#board.offsetHeight);
    }).observe(this.#board);
    let width = window.innerWidth;
    window.addEventListener('resize', () => {
      if (width === window.innerWidth) return;
      width = window.innerWidth;
      this.#fill();
    });
  }

  /** Shows the list as it is known now. */
  show(list: TodoList, context: HostContext, setting: RowSetting): void {
    applyTheme(context);
    this.#header.show(list, context, setting);
    part('div', 'add').hidden = !setting.actions;
    const undo = part('button', 'undo');
    const losesFocus = !list.own.last && document.activeElement === undo;
    undo.hidden = !list.own.last;
    this.#board.classList.toggle('full', context.displayMode === 'fullscreen');
    if (list.reading === undefined) return;
    if (!this.#shown) this.say('');
    this.#shown = { list, context, setting };
    this.#fill();
    if (losesFocus) this.#focus.first();
  }

  /** Says something to the person, below the list; whatever was waited for, the waiting is over. */
  say(words: string): void {
    this.#board.ariaBusy = 'false';
    part('p', 'status').textContent = words;
    this.#fill();
  }

  #turnTo(start: number, before: number[]): void {
    this.#start = start;
    this.#starts = before;
  }

  async #showMore(): Promise<void> {
    const [start, end] = [this.#start, this.#end];
    if (end >= this.#rows().length) await this.#actions.readMore();
    if (this.#limit() === undefined) return;
    this.#turnTo(end, [...this.#starts, start]);
    this.#fill();
    this.#focus.first();
  }

  #fill(): void {
    this.#press.do(() => this.#fillNow());
  }

  /** Fills the list anew. What has the focus keeps it, or hands it on to what is nearest. */
  #fillNow(): void {
    if (!this.#shown) return;
    const { opened } = this.#shown.setting;
    const restore = this.#focus.keep(opened);
    const rows = this.#rows();
    if (this.#start >= rows.length) this.#turnTo(0, []);
    const open = rows.findIndex((row) => opened && row.element.contains(opened.element));
    opened?.fit(() => false);
    this.#board.classList.remove('tight');
    this.#fit(rows);
    // What is open must be seen: if it had no space, the page begins with it.
    if (open >= this.#end) {
      this.#turnTo(open, [...this.#starts, this.#start]);
      this.#fit(rows);
    }
    if (this.#isTooHigh()) {
      this.#board.classList.add('tight');
      this.#fit(rows);
      opened?.fit(() => this.#isTooHigh());
    }
    restore();
  }

  #fit(rows: readonly Row[]): void {
    const unread = this.#unread();
    const limit = this.#limit();
    this.#previous.hidden = !this.#start;
    // Counted as if there were more: the button takes space, too.
    this.#more.hidden = limit === undefined && !unread;
    this.#end = fillList(this.#list, rows, { start: this.#start, limit, board: this.#board });
    const left = rows.length - this.#end + unread;
    this.#more.textContent = `${left} more`;
    this.#more.hidden = !left;
  }

  #isTooHigh(): boolean {
    return this.#board.offsetHeight > (this.#limit() ?? Infinity);
  }

  /** How high the page may be; undefined for any height. */
  #limit(): number | undefined {
    const { displayMode, height, maxHeight = INLINE_HEIGHT } = this.#shown?.context ?? {};
    if (displayMode === 'fullscreen') return undefined;
    return height ?? Math.min(maxHeight, INLINE_HEIGHT);
  }

  /** How many todos belong to the list that have not been read and can be. */
  #unread(): number {
    const { reading, canCall } = this.#shown?.list ?? {};
    if (typeof reading !== 'object' || !canCall) return 0;
    const open = reading.total - reading.open.length;
    return open > 0 ? open + reading.done.length : 0;
  }

  #rows(): Row[] {
    if (!this.#shown) return [];
    const { list, setting } = this.#shown;
    const { reading, filter } = list;
    if (typeof reading !== 'object') {
      const lines = reading?.split('\n') ?? [];
      return lines.map((line) => ({ section: undefined, element: element('p', { class: 'line' }, line) }));
    }
    const { today, open, done } = reading;
    // What was done comes last, so it waits until the rest has been read.
    const todos = this.#unread() ? open : [...open, ...done];
    if (!todos.length) return [{ section: undefined, element: emptyNote(filter) }];
    const isCut = !list.canCall && reading.total > open.length;
    const cut = element('p', { class: 'line' }, 'There are more. Ask your assistant to list them.');
    const rows = groupsOf(todos, today).flatMap((group): Row[] => {
      const { kind, day } = group;
      const section = { title: titleOf(group, today, setting.manner), isLate: kind === 'overdue', day };
      return group.todos.map((todo) => ({ section, element: rowOf(todo, group, setting) }));
    });
    return isCut ? [...rows, { section: undefined, element: cut }] : rows;
  }
}
