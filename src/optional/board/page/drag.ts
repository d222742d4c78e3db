/** Dragging todos to a day. */
import type { Board } from './board.ts';
import { canMove } from './model.ts';

/** Handlers that let rows be dragged to a day: of the strip, or of a group. Only days that take the todo react. */
export function dragging(board: Board) {
  const { store } = board;
  const targetOf = ({ target }: DragEvent) => {
    const { dragged } = store.state;
    const place = target instanceof Element ? target.closest<HTMLElement>('[data-day]') : null;
    const todo = dragged === undefined ? undefined : store.find(dragged);
    const day = place?.dataset['day'];
    return place && todo && day !== undefined && canMove(todo, day) ? { place, id: todo.id, day } : undefined;
  };
  const mark = (place?: HTMLElement) => {
    for (const other of document.querySelectorAll('.over'))
      if (other !== place) other.classList.remove('over');
    place?.classList.add('over');
  };
  const end = () => {
    store.set({ dragged: undefined });
    mark();
  };
  return {
    onDragStart: ({ target, dataTransfer }: DragEvent) => {
      const id = target instanceof HTMLElement ? target.dataset['id'] : undefined;
      if (!id || !dataTransfer || !target) return;
      dataTransfer.effectAllowed = 'move';
      dataTransfer.setData('text/plain', `#${id}`);
      // On the row itself: events of a row that a reading removes don't reach the board.
      target.addEventListener('dragend', end, { once: true });
      store.set({ dragged: Number(id) });
    },
    onDragOver: (event: DragEvent) => {
      const found = targetOf(event);
      if (found) event.preventDefault();
      mark(found?.place);
    },
    onDrop: (event: DragEvent) => {
      const found = targetOf(event);
      if (!found) return;
      event.preventDefault();
      board.move(found.id, found.day);
    },
  };
}
