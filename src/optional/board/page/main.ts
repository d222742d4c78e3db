/** Starts the board. */
import { Board } from './board.ts';

const { version = '', readOnly } = document.documentElement.dataset;
void new Board(readOnly !== undefined).start(version);
