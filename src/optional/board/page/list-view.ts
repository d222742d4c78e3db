import { element } from './elements.ts';

interface Section {
  readonly title: string;
  readonly isLate: boolean;
  /** the day that a todo dropped here is planned for */
  readonly day: string | undefined;
}

export interface Row {
  /** the same object for all rows under one heading */
  readonly section: Section | undefined;
  readonly element: HTMLElement;
}

/**
 * Fills `list` with the rows from `start` on, under their headings. Stops before `board` is higher than `limit` pixels,
 * but shows at least one row.
 *
 * @returns the index of the first row that didn't fit
 */
export function fillList(
  list: HTMLElement,
  rows: readonly Row[],
  { start, limit, board }: { start: number; limit: number | undefined; board: HTMLElement },
): number {
  list.replaceChildren();
  let last: Row['section'];
  let place: HTMLElement = list;
  for (const [index, { section, element: row }] of rows.entries()) {
    if (index < start) continue;
    const isFirst = section !== last || index === start;
    if (isFirst && section) {
      const heading = element('h2', { class: section.isLate && 'late' }, section.title);
      place = element('ul', {});
      const { day } = section;
      list.append(element('section', { ...(day !== undefined && { 'data-day': day }) }, heading, place));
    } else if (!section) place = list;
    place.append(row);
    last = section;
    if (limit === undefined || index === start || board.offsetHeight <= limit) continue;
    row.remove();
    if (isFirst) place.closest('section')?.remove();
    return index;
  }
  return rows.length;
}
