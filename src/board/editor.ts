import type { TodoView } from '../render/todo-view.ts';
import { type Draft, draftOf } from './changes.ts';
import { element } from './elements.ts';

interface EditorActions {
  readonly save: (draft: Draft) => void;
  readonly close: () => void;
  readonly tick: (item: number, done: boolean) => void;
}

/** The fields of a todo below its row. What lists leave out, its description and checklist, comes later. */
export class Editor {
  readonly element: HTMLElement;
  readonly #actions: EditorActions;
  readonly #details = element('div', { class: 'details' });
  /** the entries shown begin here; undefined until the person or the first open entry decides */
  #from: number | undefined;
  #todo: TodoView | undefined;
  /** how many entries there is space for */
  #space = Infinity;

  constructor(todo: TodoView, actions: EditorActions) {
    this.#actions = actions;
    const draft = draftOf(todo);
    const title = element('input', { maxlength: 200, value: draft.title, 'data-focus': 'title' });
    const due = element('input', { type: 'date', value: draft.due, 'data-focus': 'due' });
    const tags = element('input', { value: draft.tags, 'data-focus': 'tags' });
    const priority = element('select', { 'data-focus': 'priority' });
    for (const value of ['', 'high', 'medium', 'low']) {
      const selected = value === draft.priority;
      priority.append(element('option', { value, selected }, value || 'none'));
    }
    const save = () => {
      if (!title.value.trim()) title.focus();
      // Half a date has an empty value, too, which would clear it.
      else if (due.reportValidity())
        actions.save({ title: title.value, due: due.value, priority: priority.value, tags: tags.value });
    };
    const buttons = [button('Save', 'strong', save), button('Cancel', '', actions.close)];
    const fields = [
      field('Title', title, 'wide'),
      field('Due', due),
      field('Priority', priority),
      field('Tags', tags),
    ];
    const label = `Edit ${todo.title}`;
    this.element = element(
      'div',
      { class: 'panel editor', role: 'group', 'aria-label': label },
      ...fields,
      element('div', { class: 'buttons' }, ...buttons),
      this.#details,
    );
    // Not a form: hosts may forbid pages to submit any.
    this.element.addEventListener('keydown', ({ key, target, isComposing }) => {
      if (key === 'Enter' && !isComposing && target instanceof HTMLInputElement && target.type !== 'checkbox')
        save();
    });
  }

  /** Shows what `todo` has beside the fields. */
  show(todo: TodoView): void {
    this.#todo = todo;
    this.#showDetails(todo);
  }

  /** Shows as many entries as keep the page from being too high, but at least one, and the description last. */
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
    // Without any space the description goes, too.
    const size = Math.max(this.#space, 1);
    this.#from ??= Math.max(
      0,
      checklist.findIndex(({ done }) => !done),
    );
    const from = Math.max(0, Math.min(this.#from, checklist.length - size));
    const shown = checklist.slice(from, from + size);
    const entries = shown.map(({ item, text, done }) => {
      const tick = element('input', { type: 'checkbox', class: 'tick', 'data-focus': `item-${item}` });
      tick.checked = done;
      tick.addEventListener('change', () => this.#actions.tick(item, tick.checked));
      return element('label', { class: done && 'done' }, tick, element('span', {}, text));
    });
    const others = checklist.length - shown.length;
    const next = from + size < checklist.length ? from + size : 0;
    const more = button(`${others} more`, 'plain', () => {
      this.#from = next;
      this.#showDetails(todo);
    });
    more.dataset['focus'] = 'entries';
    const active = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
    const name = this.#details.contains(active ?? null) ? active?.dataset['focus'] : undefined;
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

function button(words: string, kind: string, action: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: kind }, words);
  made.addEventListener('click', action);
  return made;
}
