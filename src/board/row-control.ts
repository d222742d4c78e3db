import type { CalendarDate } from '../domain/dates/calendar.ts';
import type { TodoView } from '../render/todo-view.ts';
import { type Change, editing, planning, ticking } from './changes.ts';
import { Editor } from './editor.ts';
import { moveMenu, type Opened, type Panel, type RowActions } from './rows.ts';
import type { TodoList } from './todo-list.ts';
import { wordsOf } from './values.ts';
import type { Manner } from './words.ts';

interface Setting {
  readonly list: TodoList;
  readonly manner: () => Manner;
  /** Something is to be shown in another way. */
  readonly changed: () => void;
  /** Says something to the person, below the list. */
  readonly say: (words: string) => void;
}

/** What the person does with single todos: which one is open, and what became of the changes. */
export class RowControl implements RowActions {
  readonly #setting: Setting;
  readonly #errors = new Map<number, string>();
  #opened: Opened | undefined;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** What is open, and below which todo. */
  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** What went wrong, by the id of the todo. */
  get errors(): ReadonlyMap<number, string> {
    return this.#errors;
  }

  complete(id: number, done: boolean): void {
    void this.#change(id, ticking(id, done));
  }

  /** Opens a panel below a todo, or closes it when it is open. */
  toggle(todo: TodoView, panel: Panel): void {
    const isOpen = this.#opened?.id === todo.id && this.#opened.panel === panel;
    if (isOpen) this.close();
    else {
      this.#opened = { id: todo.id, panel, ...this.#panel(todo, panel) };
      this.#setting.changed();
    }
  }

  /** Closes what is open. */
  close(): void {
    if (!this.#opened) return;
    this.#opened = undefined;
    this.#setting.changed();
  }

  plan(id: number, day: CalendarDate | undefined): void {
    void this.#change(id, planning(id, day, this.#setting.list.find(id)?.due));
  }

  #panel(todo: TodoView, panel: Panel): Pick<Opened, 'element' | 'fit'> {
    const { list, manner, changed } = this.#setting;
    const { id } = todo;
    if (panel === 'move') {
      const setting = { today: list.today ?? '', manner: manner() };
      const element = moveMenu(todo, setting, (day) => this.plan(id, day));
      return { element, fit: () => undefined };
    }
    const editor = new Editor(todo, {
      save: (draft) => {
        const change = editing(todo, draft);
        if (change) void this.#change(id, change);
        else this.close();
      },
      close: () => this.close(),
      tick: (item, done) => {
        void this.#change(id, ticking(id, done, item)).then(() => this.#showWhole(id, editor));
      },
    });
    void this.#showWhole(id, editor).then(changed);
    return { element: editor.element, fit: (isTooHigh) => editor.fit(isTooHigh) };
  }

  /** Shows what lists leave out; when that can't be had, the fields still can be edited. */
  async #showWhole(id: number, editor: Editor): Promise<void> {
    const whole = await this.#setting.list.whole(id).catch(() => undefined);
    if (whole) editor.show(whole);
  }

  /** Makes a change. What was open for it closes; an error is shown below the todo, and what is open stays. */
  async #change(id: number, change: Change): Promise<void> {
    const { list, changed, say } = this.#setting;
    this.#errors.delete(id);
    try {
      const words = await list.make(change);
      if (this.#opened?.id === id && change.closes) this.close();
      say(words);
    } catch (error) {
      this.#errors.set(id, wordsOf(error));
      changed();
      // The row of a todo that was deleted elsewhere goes with its error.
      if (!list.find(id)) say(wordsOf(error));
    }
  }
}
