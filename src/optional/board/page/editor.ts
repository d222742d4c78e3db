/** The editor below a row. */
import type { TodoView } from '../../../render/todo-view.ts';
import { type Draft, draftOf } from './changes.ts';
import { button, element } from './elements.ts';

interface EditorActions {
  /** Resolves to whether the draft is saved. */
  readonly save: (draft: Draft) => Promise<boolean>;
  readonly close: () => void;
  readonly tick: (item: number, done: boolean) => void;
}

/** The fields of a todo below its row. Its description and checklist, which lists leave out, are added by `show`. */
export class Editor {
  readonly element: HTMLElement;
  readonly #actions: EditorActions;
  readonly #title: HTMLInputElement;
  readonly #due: HTMLInputElement;
  readonly #priority = element('select', { 'data-focus': 'priority' });
  readonly #tags: HTMLInputElement;
  readonly #details = element('div', { class: 'details' });
  /** the first entry shown; at first the first open one */
  #from: number | undefined;
  #todo: TodoView | undefined;
  /** how many entries there is space for */
  #space = Infinity;

  constructor(todo: TodoView, actions: EditorActions) {
    this.#actions = actions;
    const draft = draftOf(todo);
    this.#title = element('input', { maxlength: 200, value: draft.title, 'data-focus': 'title' });
    this.#due = element('input', { type: 'date', value: draft.due, 'data-focus': 'due' });
    this.#tags = element('input', { value: draft.tags, 'data-focus': 'tags' });
    for (const value of ['', 'high', 'medium', 'low']) {
      const selected = value === draft.priority;
      this.#priority.append(element('option', { value, selected }, value || 'none'));
    }
    const save = async () => {
      if (await this.save()) actions.close();
    };
    this.element = element(
      'div',
      { class: 'panel editor', role: 'group', 'aria-label': `Edit ${todo.title}` },
      field('Title', this.#title, 'wide'),
      field('Due', this.#due),
      field('Priority', this.#priority),
      field('Tags', this.#tags),
      element(
        'div',
        { class: 'buttons' },
        button({ class: 'strong' }, () => void save(), 'Save'),
        button({}, actions.close, 'Cancel'),
      ),
      this.#details,
    );
    // Not a form: hosts may forbid pages to submit any.
    this.element.addEventListener('keydown', ({ key, target, isComposing }) => {
      if (key === 'Enter' && !isComposing && target instanceof HTMLInputElement && target.type !== 'checkbox')
        void save();
    });
  }

  /** Saves the fields, if any has changed. Resolves to false, with the editor still in use, if they can't be saved. */
  async save(): Promise<boolean> {
    const [title, due, priority, tags] = [this.#title, this.#due, this.#priority, this.#tags];
    if (!title.value.trim()) {
      title.focus();
      return false;
    }
    // Half a date has an empty value, which would clear the date.
    if (!due.reportValidity()) return false;
    return this.#actions.save({
      title: title.value,
      due: due.value,
      priority: priority.value,
      tags: tags.value,
    });
  }

  /** Shows the description and the checklist of `todo`. */
  show(todo: TodoView): void {
    this.#todo = todo;
    this.#showDetails(todo);
  }

  /** Shows as many entries as keep `isTooHigh` false, but at least one; without any space, no description. */
  fit(isTooHigh: () => boolean): void {
    if (!this.#todo) return;
    this.#space = Infinity;
    this.#showDetails(this.#todo);
    this.#space = this.#todo.checklist?.length ?? 1;
    while (this.#space > 0 && isTooHigh()) {
      this.#space--;
      this.#showDetails(this.#todo);
    }
  }

  #showDetails(todo: TodoView): void {
    const { description, checklist = [] } = todo;
    const size = Math.max(this.#space, 1);
    const firstOpen = checklist.findIndex(({ done }) => !done);
    this.#from ??= Math.max(0, firstOpen);
    const from = Math.max(0, Math.min(this.#from, checklist.length - size));
    const entries = checklist.slice(from, from + size).map(({ item, text, done }) => {
      const tick = element('input', { type: 'checkbox', class: 'tick', 'data-focus': `item-${item}` });
      tick.checked = done;
      tick.addEventListener('change', () => this.#actions.tick(item, tick.checked));
      return element('label', { class: done && 'done' }, tick, element('span', {}, text));
    });
    const others = checklist.length - entries.length;
    const turn = () => {
      this.#from = from + size < checklist.length ? from + size : 0;
      this.#showDetails(todo);
    };
    const more = button({ class: 'plain', 'data-focus': 'entries' }, turn, `${others} more`);
    const { activeElement: active } = document;
    const name = this.#details.contains(active) && active?.getAttribute('data-focus');
    this.#details.replaceChildren(
      ...(description && this.#space ? [element('p', { class: 'description' }, description)] : []),
      ...entries,
      ...(others ? [more] : []),
    );
    if (name) this.#details.querySelector<HTMLElement>(`[data-focus="${name}"]`)?.focus();
  }
}

function field(name: string, input: HTMLElement, width = ''): HTMLElement {
  return element('label', { class: `field ${width}` }, element('span', {}, name), input);
}
