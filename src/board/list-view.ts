import { element } from './elements.ts';

interface Section {
  readonly title: string;
  readonly isLate: boolean;
  /** what `data-day` says, for what is dragged here */
  readonly day: string | undefined;
}

/** An element of the list, with the heading it stands below. */
export interface Row {
  /** rows of one section follow each other */
  readonly section: Section | undefined;
  readonly element: HTMLElement;
}

/**
 * Fills `list` with rows from `start` on, under their headings: all of them, or as many as keep `board` within `limit`
 * pixels, but at least one.
 *
 * @returns where the rows that had no space begin
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
