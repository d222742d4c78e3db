/** What can be taken away: delete its folder here and in test/optional, and its row. */
import type { Part } from '../part.ts';
import { board } from './board/index.ts';
import { formats } from './formats/index.ts';
import { http } from './http/index.ts';
import { postgres } from './postgres/index.ts';

export const parts: readonly Part[] = [board, formats, http, postgres];
