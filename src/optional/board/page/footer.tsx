/** The bottom of the page: pages, messages, undo. */
import type { Board } from './board.ts';
import { isNarrow } from './model.ts';
import type { ViewProps } from './view.ts';

interface FooterProps extends ViewProps {
  /** which rows are shown, of how many that were read */
  readonly page: {
    readonly start: number;
    readonly end: number;
    readonly rows: number;
    readonly isFirst: boolean;
  };
}

/** The bottom of the page: further pages, what happened, and undo. */
export function Footer({ board, state, page }: FooterProps) {
  const { status, readError, own, readAt, filter, day, reading } = state;
  const isNarrowed = day !== undefined || isNarrow(filter);
  const last = own.at(-1);
  const waiting = readAt ? '' : 'Reading your todos…';
  return (
    <footer>
      <Pages board={board} state={state} page={page} />
      <p id="status" role="status" dir="auto" title={status}>
        {status || waiting}
      </p>
      <p class="hidden" role="status">
        {isNarrowed && reading ? `${page.rows} todos shown` : ''}
      </p>
      {last && (
        <button
          id="undo"
          aria-label={`Undo: ${last.words}`}
          title={`Undo: ${last.words}`}
          onClick={() => board.undo()}
        >
          Undo
        </button>
      )}
      {readError && (
        <p class="error" role="alert">
          Not up to date: {readError}
        </p>
      )}
    </footer>
  );
}

function Pages({ board, state, page: { start, end, rows, isFirst } }: FooterProps) {
  const { reading, abilities, context } = state;
  const isCut = reading !== undefined && !reading.isComplete && abilities?.callsTools === true;
  const left = rows - end;
  const isPaged = context.displayMode !== 'fullscreen' && (!isFirst || left > 0 || isCut);
  return (
    <>
      {!isFirst && start > 0 && (
        <button id="previous" onClick={() => turn(board, state.starts.slice(0, -1))}>
          Back
        </button>
      )}
      {isPaged && (
        <span class="pages">
          {start + 1}–{end} of {rows}
          {isCut && '+'}
        </span>
      )}
      {(left > 0 || isCut) && (
        <button id="more" onClick={() => void showMore(board, { end, left })}>
          {left > 0 ? `${left} more` : 'More'}
        </button>
      )}
    </>
  );
}

async function showMore(board: Board, { end, left }: { end: number; left: number }): Promise<void> {
  if (!left) await board.reader.readMore('some');
  const { context, starts } = board.store.state;
  if (context.displayMode !== 'fullscreen') turn(board, [...starts, end]);
}

/** Shows another page, and gives the focus to its first row. */
function turn(board: Board, starts: readonly number[]): void {
  board.store.set({ starts });
  setTimeout(() => {
    const targets = ['#list .tick:enabled', 'footer :focus', '#more', '#previous'];
    const found = targets.map((target) => document.querySelector<HTMLElement>(target));
    found.find((target) => target !== null)?.focus({ preventScroll: true });
  });
}
