/** Keeps the focus in place when rows move. */

export interface Place {
  readonly id: string;
  readonly control: string;
  /** the ids of the rows that may take over the focus, best first */
  readonly others: readonly string[];
}

export function placeOf(list: HTMLElement): Place | undefined {
  const { activeElement: active } = document;
  const row = active instanceof HTMLElement && list.contains(active) ? active.closest('li') : null;
  const id = row?.dataset['id'];
  if (!row || id === undefined || !(active instanceof HTMLElement)) return undefined;
  const ids = [...list.querySelectorAll('li')].map((each) => each.dataset['id'] ?? '');
  const place = ids.indexOf(id);
  // From a panel the focus goes back to the control that opened it.
  const opener = row.querySelector<HTMLElement>('[aria-expanded=true]')?.dataset['focus'];
  return {
    id,
    control: active.dataset['focus'] ?? opener ?? 'edit',
    others: [...ids.slice(place + 1), ...ids.slice(0, place).toReversed()],
  };
}

/** Gives the focus back if it got lost: to the same row, or, if that has moved away, to the nearest one. */
export function restore(list: HTMLElement, { id, control, others }: Place): void {
  const { activeElement: active } = document;
  if (active && active !== document.body) return;
  const isDone = (each: string) => list.querySelector(`li[data-id="${each}"].done`) !== null;
  const candidates = isDone(id) ? [...others, id] : [id, ...others];
  for (const each of candidates) {
    const found = list.querySelector<HTMLElement>(
      `li[data-id="${each}"]:not([hidden]) [data-focus=${control}]`,
    );
    if (found) return found.focus({ preventScroll: true });
  }
  list.querySelector<HTMLElement>('.tick:enabled')?.focus({ preventScroll: true });
}
