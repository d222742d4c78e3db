/** The top of the page: counts, search, filters. */
import { Icon } from './icon.tsx';
import { type Filter, progressOf } from './model.ts';
import type { Store } from './store.ts';
import type { ViewProps } from './view.ts';
import { shortTime } from './words.ts';

/** The top of the page: how far the day has got, what is listed, and the size of the page. */
export function Header({ board, state }: ViewProps) {
  const { abilities, context, readAt, isReadOnly, filter } = state;
  const { displayMode, availableDisplayModes } = context;
  const isFull = displayMode === 'fullscreen';
  const other = isFull ? 'inline' : 'fullscreen';
  const callsTools = abilities?.callsTools === true;
  const hasFilters = isFull || state.hasFilters || Object.values(filter).some(Boolean);
  const read = readAt && `Read at ${shortTime(readAt, context)}`;
  return (
    <header>
      <h1>Todos</h1>
      <p id="count">{countsOf(board.store)}</p>
      {callsTools && hasFilters && <Filters board={board} state={state} />}
      {abilities?.takesMessages && !isReadOnly && (
        <button
          type="button"
          class="plain"
          aria-label="Plan my week"
          title="Plan my week with the assistant"
          onClick={() => board.planWeek()}
        >
          <Icon name="plan" />
        </button>
      )}
      {callsTools && !isFull && <FilterButton board={board} hasFilters={hasFilters} />}
      {callsTools && (
        <button
          type="button"
          class="plain"
          aria-label="Refresh"
          title={read}
          onClick={() => void board.reader.refresh()}
        >
          <Icon name="refresh" />
        </button>
      )}
      {availableDisplayModes.includes(other) && (
        <button
          type="button"
          class="plain"
          aria-label={isFull ? 'Back to the chat' : 'Full screen'}
          onClick={() => void board.display(other)}
        >
          <Icon name="expand" />
        </button>
      )}
    </header>
  );
}

function FilterButton({ board, hasFilters }: Pick<ViewProps, 'board'> & { readonly hasFilters: boolean }) {
  return (
    <button
      type="button"
      class="plain"
      aria-label="Search and filter"
      aria-expanded={hasFilters}
      onClick={() => {
        board.store.set({ hasFilters: !hasFilters });
        if (hasFilters) board.reader.filter({});
      }}
    >
      <Icon name="search" />
    </button>
  );
}

function Filters({ board, state: { filter, labels } }: ViewProps) {
  const choose = (choice: Filter) => board.reader.filter({ ...filter, ...choice });
  return (
    <div id="filters">
      <input
        type="search"
        aria-label="Search"
        placeholder="Search"
        dir="auto"
        value={filter.query ?? ''}
        onInput={({ currentTarget: { value } }) => choose({ query: value || undefined })}
      />
      <Choice
        name="Project"
        all="All projects"
        names={labels.projects}
        chosen={filter.project}
        choose={(project) => choose({ project })}
      />
      <Choice
        name="Tag"
        all="All tags"
        names={labels.tags}
        chosen={filter.tag}
        choose={(tag) => choose({ tag })}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly all: string;
  readonly names: readonly string[];
  readonly chosen: string | undefined;
  readonly choose: (name: string | undefined) => void;
}

/** A filter. The chosen name stays, even if no todo has it any more. */
function Choice({ name, all, names, chosen, choose }: ChoiceProps) {
  const values = new Set([...names, ...(chosen ? [chosen] : [])]);
  if (!values.size) return null;
  return (
    <select
      aria-label={name}
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value || undefined)}
    >
      <option value="">{all}</option>
      {[...values].map((value) => (
        <option key={value} value={value}>
          {value}
        </option>
      ))}
    </select>
  );
}

/** `3 of 8 done today, 12 open` */
function countsOf({ state, todos, canChange }: Store): string {
  const { reading, readAt, openInAll, abilities } = state;
  if (!reading) return readAt && !canChange && abilities ? 'read-only' : '';
  const open = todos.filter(({ completed }) => !completed).length;
  const { done, all } = progressOf(todos, reading.today);
  const today = done === all ? `all ${done} done today` : `${done} of ${all} done today`;
  const isAll = reading.isComplete || openInAll !== undefined;
  const counts = [
    done > 0 && today,
    `${reading.isComplete ? open : (openInAll ?? open)}${isAll ? '' : '+'} open`,
    !canChange && 'read-only',
  ];
  return counts.filter(Boolean).join(', ');
}
