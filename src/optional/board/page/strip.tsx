/** The strip of seven days. */
import { groupOf, weekFrom } from './model.ts';
import type { ViewProps } from './view.ts';
import { dayParts, shortDay } from './words.ts';

/** The seven days from today on, with how many todos each has: a click narrows the list to a day, a todo can be dropped. */
export function Strip({ board, state: { reading, context, day: chosen } }: ViewProps) {
  // Before the list is known, its place is kept, so that nothing jumps.
  if (!reading) return <div id="days" />;
  const { today } = reading;
  const counts = new Map<string, number>();
  for (const todo of board.store.todos) {
    const group = groupOf(todo, today);
    const day = group === 'overdue' ? today : group;
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return (
    <div id="days" role="group" aria-label="Days">
      {weekFrom(today).map((day) => {
        const count = counts.get(day) ?? 0;
        const isChosen = chosen === day;
        return (
          <button
            key={day}
            class="day"
            data-day={day}
            aria-pressed={isChosen}
            title={shortDay(day, today, context)}
            onClick={() => board.store.set({ day: isChosen ? undefined : day, starts: [0] })}
          >
            <span>{dayParts(day, context, { weekday: 'short' })}</span>{' '}
            <b>{dayParts(day, context, { day: 'numeric' })}</b>
            {count > 0 && <span class="number">{count}</span>}
            <span class="hidden">{count ? ' open' : ', none open'}</span>
          </button>
        );
      })}
    </div>
  );
}
