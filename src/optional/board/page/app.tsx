/** The page: its parts, the keys, and its height. */
import { Component } from 'preact';

import { AddLine } from './add-line.tsx';
import { dragging } from './drag.ts';
import { Header } from './header.tsx';
import { ListView } from './list-view.tsx';
import { Strip } from './strip.tsx';
import type { ViewProps } from './view.ts';

/** The page. */
export class App extends Component<ViewProps> {
  override componentDidMount(): void {
    const { board } = this.props;
    new ResizeObserver(([entry]) => {
      const height = entry?.target.getBoundingClientRect().height;
      if (height) board.resized(Math.ceil(height));
    }).observe(this.#main());
  }

  override render({ board, state }: ViewProps) {
    const isFull = state.context.displayMode === 'fullscreen';
    const isNarrow = state.opened?.panel === 'edit' && !isFull;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') board.drafts.close();
      const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (
        !isUndo ||
        !(event.target instanceof Element) ||
        event.target.matches('input:not([type=checkbox]), textarea')
      )
        return;
      event.preventDefault();
      board.undo();
    };
    // Until it is known whether todos can be added, the line keeps its place.
    const isWaiting = !state.readAt && !state.isReadOnly && state.abilities?.callsTools !== false;
    const className = [isFull && 'full', isNarrow && 'tight'].filter(Boolean).join(' ');
    return (
      <main
        id="board"
        class={className}
        aria-busy={state.readAt === undefined}
        onKeyDown={onKeyDown}
        {...dragging(board)}
      >
        <Header board={board} state={state} />
        {(isWaiting || board.store.canChange) && <AddLine board={board} state={state} />}
        <Strip board={board} state={state} />
        <ListView board={board} state={state} />
      </main>
    );
  }

  #main(): Element {
    return document.querySelector('#board') ?? document.body;
  }
}
