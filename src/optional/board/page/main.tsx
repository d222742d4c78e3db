/** The entry of the page. */
import { render } from 'preact';

import { App } from './app.tsx';
import { Board } from './board.ts';

const { version = '', readOnly } = document.documentElement.dataset;
const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root.');
const draw = () => render(<App board={board} state={board.store.state} />, root);
const board: Board = new Board(readOnly !== undefined, draw);
draw();
void board.start(version);
