import type { Opened } from './rows.ts';

/** Keeps the focus in place when rows are replaced. */
export class FocusKeeper {
  readonly #list: HTMLElement;
  #opened: Opened | undefined;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /**
   * Remembers which control has the focus. Once the list is filled again, call the returned function: it focuses that
   * control, or the nearest one.
   *
   * @param opened the panel that will be open
   */
  keep(opened: Opened | undefined): () => void {
    const { activeElement: active } = document;
    const before = this.#opened;
    this.#opened = opened;
    const isInside = active instanceof HTMLElement && this.#list.contains(active);
    const names = isInside ? this.#namesFrom(active, before) : [];
    return () => {
      if (opened && opened !== before) {
        opened.element.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true });
      } else if (isInside && active.isConnected) {
        active.focus({ preventScroll: true });
      } else if (isInside) {
        this.#first(names)?.focus({ preventScroll: true });
      }
    };
  }

  /** Focuses the first row, or a button below the list if the rows are read-only. */
  first(): void {
    const targets = ['#list .tick:enabled', 'footer :focus:not([hidden])', 'footer button:not([hidden])'];
    const found = targets.map((target) => document.querySelector<HTMLElement>(target));
    found.find((target) => target !== null)?.focus({ preventScroll: true });
  }

  /** The names of the controls that may take over the focus from `active`, best first. */
  #namesFrom(active: HTMLElement, before: Opened | undefined): string[] {
    const name = active.dataset['focus'] ?? '';
    if (before?.element.contains(active)) return [name, `${before.panel}-${before.id}`];
    const kind = name.replace(/\d+$/, '');
    const isDone = active.closest('.done') !== null;
    const all = [...this.#list.querySelectorAll<HTMLElement>(`[data-focus^="${kind}"]`)];
    const place = all.indexOf(active);
    const others = [...all.slice(place + 1), ...all.slice(0, place).toReversed()];
    // A todo that was just completed moves away: the person continues with the next one.
    const leaves = active instanceof HTMLInputElement && active.checked !== isDone;
    return [...(leaves ? [] : [name]), ...others.map((other) => other.dataset['focus'] ?? '')];
  }

  #first(names: readonly string[]): HTMLElement | undefined {
    for (const name of names) {
      const found = this.#list.querySelector<HTMLElement>(`[data-focus="${name}"]`);
      if (found) return found;
    }
    return this.#list.querySelector<HTMLElement>('.tick:enabled') ?? undefined;
  }
}
