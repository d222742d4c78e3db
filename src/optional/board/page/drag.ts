import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { part } from './elements.ts';
import { dayCells, type DaySetting } from './rows.ts';

/**
 * Lets rows be dragged to a day: to the strip of days that appears during the drag, or to the section of a day.
 *
 * @param drop called with the todo and the day, undefined for none
 */
export function enableDragging(
  setting: () => DaySetting,
  drop: (id: number, day: CalendarDate | undefined) => void,
): void {
  const board = part('main', 'board');
  const strip = part('div', 'days');
  let dragged: number | undefined;
  let over: HTMLElement | null = null;

  const mark = (target: HTMLElement | null) => {
    over?.classList.remove('over');
    over = target;
    over?.classList.add('over');
  };
  const dayUnder = ({ target }: DragEvent) =>
    dragged !== undefined && target instanceof Element ? target.closest<HTMLElement>('[data-day]') : null;

  const end = () => {
    dragged = undefined;
    strip.hidden = true;
    mark(null);
  };

  board.addEventListener('dragstart', ({ target, dataTransfer }) => {
    if (!(target instanceof HTMLElement) || !target.dataset['id'] || !dataTransfer) return;
    const { id } = target.dataset;
    dragged = Number(id);
    dataTransfer.effectAllowed = 'move';
    dataTransfer.setData('text/plain', `#${id}`);
    strip.replaceChildren(...dayCells('div', setting()));
    // On the row itself: if the list is refilled during the drag, events of the removed row don't reach the board.
    target.addEventListener('dragend', end, { once: true });
    // Later: browsers cancel a drag when the page changes in its first event.
    setTimeout(() => (strip.hidden = dragged === undefined));
  });
  board.addEventListener('dragover', (event) => {
    const day = dayUnder(event);
    if (day) event.preventDefault();
    mark(day);
  });
  board.addEventListener('drop', (event) => {
    const day = dayUnder(event)?.dataset['day'];
    if (day === undefined || dragged === undefined) return;
    event.preventDefault();
    drop(dragged, day || undefined);
  });
}
