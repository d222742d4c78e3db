import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import { type Change, editing, planning, ticking } from './changes.ts';
import { Editor } from './editor.ts';
import { moveMenu, type Opened, type Panel } from './rows.ts';
import type { TodoList } from './todo-list.ts';
import { messageOf } from './values.ts';
import type { DateFormat } from './words.ts';

interface Setting {
  readonly list: TodoList;
  readonly format: () => DateFormat;
  /** shows the rows again */
  readonly changed: () => void;
  /** shows a message below the list */
  readonly say: (words: string) => void;
}

/** What the person does with single todos: the panel that is open, the changes, and their errors. */
export class RowControl {
  /** error messages by id of the todo */
  readonly errors = new Map<number, string>();
  readonly #setting: Setting;
  #opened: Opened | undefined;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  get opened(): Opened | undefined {
    return this.#opened;
  }

  complete(id: number, done: boolean): void {
    void this.#change(id, ticking(id, done));
  }

  plan(id: number, day: CalendarDate | undefined): void {
    void this.#change(id, planning(id, day, this.#setting.list.find(id)?.due));
  }

  /** Opens a panel below a todo, or closes it. First saves what was typed, and does nothing else if that fails. */
  async toggle(todo: TodoView, panel: Panel): Promise<void> {
    const before = this.#opened;
    if (before && !(await before.leave())) return;
    const isOpen = before?.id === todo.id && before.panel === panel;
    this.#opened = isOpen ? undefined : this.#open(todo, panel);
    this.#setting.changed();
  }

  /** Closes what is open, and discards what was typed. */
  close(): void {
    if (!this.#opened) return;
    this.#opened = undefined;
    this.#setting.changed();
  }

  #open(todo: TodoView, panel: Panel): Opened {
    const { list, format, changed } = this.#setting;
    const { id } = todo;
    if (panel === 'move') {
      const days = { today: list.reading?.today ?? '', format: format() };
      const element = moveMenu(todo, days, (day) => this.plan(id, day));
      return { id, panel, element, fit: () => undefined, leave: async () => true };
    }
    const editor = new Editor(todo, {
      save: async (draft) => {
        const change = editing(todo, draft);
        return !change || this.#make(id, change);
      },
      close: () => this.close(),
      tick: (item, done) => {
        void this.#make(id, ticking(id, done, item)).then(() => this.#showWhole(id, editor));
      },
    });
    void this.#showWhole(id, editor).then(changed);
    const { element } = editor;
    return { id, panel, element, fit: (isTooHigh) => editor.fit(isTooHigh), leave: () => editor.save() };
  }

  /** Shows what lists leave out. If that can't be read, the fields can still be edited. */
  async #showWhole(id: number, editor: Editor): Promise<void> {
    const whole = await this.#setting.list.whole(id).catch(() => undefined);
    if (whole) editor.show(whole);
  }

  /** Makes a change, and closes what is open for its todo; what was typed there is saved first. */
  async #change(id: number, change: Change): Promise<void> {
    const { opened } = this;
    const mayLeave = opened?.id !== id || (await opened.leave());
    if (!mayLeave) this.#setting.changed();
    else if ((await this.#make(id, change)) && this.#opened?.id === id) this.close();
  }

  /** Makes a change and reports it, or its error below the todo. Resolves to whether it was made. */
  async #make(id: number, change: Change): Promise<boolean> {
    const { list, changed, say } = this.#setting;
    this.errors.delete(id);
    try {
      say(await list.make(change));
      return true;
    } catch (error) {
      this.errors.set(id, messageOf(error));
      changed();
      // If the todo was deleted elsewhere, its row is gone, and the error with it.
      if (!list.find(id)) say(messageOf(error));
      return false;
    }
  }
}
