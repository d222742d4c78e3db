/** The top of the page: counts, search, filters. */
import { Icon, type IconName } from './icon.tsx';
import { type Filter, isNarrow, progressOf } from './model.ts';
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
  const hasFilters = isFull || state.hasFilters || isNarrow(filter);
  const toggleFilters = () => {
    board.store.set({ hasFilters: !hasFilters });
    if (hasFilters) board.reader.filter({});
  };
  const read = readAt && `Read at ${shortTime(readAt, context)}`;
  return (
    <header>
      <h1>Todos</h1>
      <p id="count">{countsOf(board.store)}</p>
      {callsTools && hasFilters && <Filters board={board} state={state} />}
      {abilities?.takesMessages && !isReadOnly && (
        <IconButton
          name="Plan my week"
          title="Plan my week with the assistant"
          icon="plan"
          click={() => board.planWeek()}
        />
      )}
      {callsTools && !isFull && (
        <IconButton name="Search and filter" icon="search" isOpen={hasFilters} click={toggleFilters} />
      )}
      {callsTools && (
        <IconButton name="Refresh" title={read} icon="refresh" click={() => void board.reader.refresh()} />
      )}
      {availableDisplayModes.includes(other) && (
        <IconButton
          name={isFull ? 'Back to the chat' : 'Full screen'}
          icon="expand"
          click={() => void board.display(other)}
        />
      )}
    </header>
  );
}

interface IconButtonProps {
  readonly name: string;
  readonly title?: string | undefined;
  readonly icon: IconName;
  /** whether what it opens is open */
  readonly isOpen?: boolean;
  readonly click: () => void;
}

function IconButton({ name, title, icon, isOpen, click }: IconButtonProps) {
  return (
    <button class="plain" aria-label={name} title={title} aria-expanded={isOpen} onClick={click}>
      <Icon name={icon} />
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
