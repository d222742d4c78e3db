import type { CalendarDate } from '../domain/dates/calendar.ts';
import { part } from './elements.ts';
import { type QuickTodo, readQuickTodo } from './quick-add.ts';
import { wordsOf } from './values.ts';

interface AddSetting {
  /** Resolves when the todo was added; rejects with the reason why it wasn't. */
  readonly add: (todo: QuickTodo) => Promise<void>;
  /** Undefined while it isn't known. */
  readonly today: () => CalendarDate | undefined;
  /** A date, with a time or without, as the person reads it. */
  readonly inWords: (due: string) => string;
}

/** The line that adds todos; while somebody types, it says which date it has read. */
export class AddLine {
  readonly #line = part('input', 'line');
  readonly #reading = part('span', 'reading');
  readonly #error = part('p', 'add-error');
  readonly #setting: AddSetting;

  constructor(setting: AddSetting) {
    this.#setting = setting;
  }

  /** Begins to take in what is typed. */
  listen(): void {
    let pending = '';
    const submit = async () => {
      const todo = this.#todo();
      const written = this.#line.value;
      // A double click adds one todo.
      if (!todo?.title || written === pending) return;
      pending = written;
      const error = await this.#setting.add(todo).then(() => '', wordsOf);
      pending = '';
      // What was typed in the meantime is the next one.
      if (!error && this.#line.value === written) this.#line.value = '';
      this.#show(error);
    };
    this.#line.addEventListener('input', () => this.#show(''));
    // Not a form: hosts may forbid pages to submit any.
    this.#line.addEventListener('keydown', ({ key, isComposing }) => {
      if (key === 'Enter' && !isComposing) void submit();
    });
    part('button', 'add-button').addEventListener('click', () => void submit());
  }

  #todo(): QuickTodo | undefined {
    const today = this.#setting.today();
    return today === undefined ? undefined : readQuickTodo(this.#line.value, today);
  }

  #show(error: string): void {
    const { due } = this.#todo() ?? {};
    this.#reading.textContent = due === undefined ? '' : `due ${this.#setting.inWords(due)}`;
    this.#error.textContent = error;
    this.#error.hidden = !error;
  }
}
