/** The page: puts list, header and notices into the document. */
import { enableDragging } from './drag.ts';
import { element, part } from './elements.ts';
import { FocusKeeper } from './focus.ts';
import { Header } from './header.ts';
import type { HostContext } from './host-context.ts';
import { fillList, type Row } from './list-view.ts';
import { type Filter, groupsOf } from './model.ts';
import { PressGuard } from './press.ts';
import type { RowControl } from './row-control.ts';
import { emptyNote, rowOf, type RowSetting } from './rows.ts';
import { applyTheme } from './theme.ts';
import type { TodoList } from './todo-list.ts';
import { messageOf } from './values.ts';
import { titleOf } from './words.ts';

/** The most that the page takes of a chat, in pixels. */
const INLINE_HEIGHT = 500;
/** How many more todos are read on demand. */
const MORE = 100;

interface PageActions {
  /** Reports the height of the page. */
  readonly resize: (height: number) => void;
  readonly display: (mode: 'inline' | 'fullscreen') => void;
}

/** The page: shows the list in the space that the host gives, page by page. */
export class Page {
  readonly #todos: TodoList;
  readonly #control: RowControl;
  readonly #board = part('main', 'board');
  readonly #list = part('div', 'list');
  readonly #more = part('button', 'more');
  readonly #previous = part('button', 'previous');
  readonly #header: Header;
  readonly #focus = new FocusKeeper(this.#list);
  readonly #press = new PressGuard(this.#list);
  /** undefined until the list was read */
  #shown: { readonly context: HostContext; readonly setting: RowSetting } | undefined;
  /** the first rows of the pages up to this one, and the first after this one */
  #starts: number[] = [0];
  #end = 0;

  constructor(todos: TodoList, control: RowControl, { resize, display }: PageActions) {
    this.#todos = todos;
    this.#control = control;
    const filter = (chosen: Filter) => {
      this.#starts = [0];
      todos.filter = chosen;
      void todos.refresh();
    };
    this.#header = new Header(todos, { filter, display });
    part('button', 'undo').addEventListener('click', () => void this.#undo());
    this.#more.addEventListener('click', () => void this.#showMore());
    this.#previous.addEventListener('click', () => {
      this.#starts.pop();
      this.#fill();
      this.#focus.first();
    });
    this.#board.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') control.close();
    });
    enableDragging(
      () => this.#shown?.setting ?? { today: '', format: {} },
      (id, day) => control.plan(id, day),
    );
    new ResizeObserver(() => {
      if (this.#isTooHigh()) this.#fill();
      resize(this.#board.offsetHeight);
    }).observe(this.#board);
    let width = window.innerWidth;
    window.addEventListener('resize', () => {
      if (width !== window.innerWidth) this.#fill();
      width = window.innerWidth;
    });
  }

  show(context: HostContext): void {
    const { reading, readAt, canChange, own } = this.#todos;
    applyTheme(context);
    this.#header.show(context);
    part('div', 'add').hidden = !canChange;
    const undo = part('button', 'undo');
    const losesFocus = !own.last && document.activeElement === undo;
    undo.hidden = !own.last;
    this.#board.classList.toggle('full', context.displayMode === 'fullscreen');
    if (!readAt) return;
    if (!this.#shown) this.say('');
    const control = canChange ? this.#control : undefined;
    this.#shown = { context, setting: { today: reading?.today ?? '', format: context, control } };
    this.#fill();
    if (losesFocus) this.#focus.first();
  }

  /** Shows a message below the list, and ends the waiting for the first answer. */
  say(words: string): void {
    this.#board.ariaBusy = 'false';
    part('p', 'status').textContent = words;
    this.#fill();
  }

  async #undo(): Promise<void> {
    this.say(await this.#todos.undo().catch(messageOf));
  }

  get #start(): number {
    return this.#starts.at(-1) ?? 0;
  }

  async #showMore(): Promise<void> {
    const end = this.#end;
    const { length } = this.#rows();
    if (end >= length) await this.#todos.readAtLeast(length + MORE);
    if (this.#limit() === undefined) return;
    this.#starts.push(end);
    this.#fill();
    this.#focus.first();
  }

  #fill(): void {
    this.#press.do(() => this.#fillNow());
  }

  #fillNow(): void {
    if (!this.#shown) return;
    const opened = this.#shown.setting.control?.opened;
    const restore = this.#focus.keep(opened);
    const rows = this.#rows();
    if (this.#start >= rows.length) this.#starts = [0];
    const open = rows.findIndex((row) => opened && row.element.contains(opened.element));
    opened?.fit(() => false);
    this.#board.classList.remove('tight');
    this.#fit(rows);
    // If the open panel doesn't fit, its row begins a page.
    if (open >= this.#end) {
      this.#starts.push(open);
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
    // The button takes space as well, so it is there while the list is measured.
    this.#more.hidden = limit === undefined && !unread;
    this.#end = fillList(this.#list, rows, { start: this.#start, limit, board: this.#board });
    const left = rows.length - this.#end + unread;
    this.#more.textContent = `${left} more`;
    this.#more.hidden = !left;
  }

  #isTooHigh(): boolean {
    return this.#board.offsetHeight > (this.#limit() ?? Infinity);
  }

  /** The maximum height of the page; undefined for any. */
  #limit(): number | undefined {
    const { displayMode, height, maxHeight = INLINE_HEIGHT } = this.#shown?.context ?? {};
    if (displayMode === 'fullscreen') return undefined;
    return height ?? Math.min(maxHeight, INLINE_HEIGHT);
  }

  /** How many todos of the list can still be read. */
  #unread(): number {
    const { reading, canCall } = this.#todos;
    if (!reading || !canCall) return 0;
    const open = reading.total - reading.open.length;
    return open > 0 ? open + reading.done.length : 0;
  }

  #rows(): Row[] {
    if (!this.#shown) return [];
    const { setting } = this.#shown;
    const { reading, filter, text, canCall } = this.#todos;
    if (!reading) return text.split('\n').map(lineOf);
    const { today, open, done } = reading;
    // The completed todos come last, so after all open ones are read.
    const todos = this.#unread() ? open : [...open, ...done];
    if (!todos.length) return [{ section: undefined, element: emptyNote(filter) }];
    const rows = groupsOf(todos, today).flatMap((group): Row[] => {
      const { kind, day } = group;
      const section = { title: titleOf(group, today, setting.format), isLate: kind === 'overdue', day };
      return group.todos.map((todo) => ({ section, element: rowOf(todo, group, setting) }));
    });
    const isCut = !canCall && reading.total > open.length;
    return isCut ? [...rows, lineOf('There are more. Ask your assistant to list them.')] : rows;
  }
}

function lineOf(text: string): Row {
  return { section: undefined, element: element('p', { class: 'line' }, text) };
}
