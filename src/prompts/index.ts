import { breakDownTodo } from './break-down-todo.ts';
import { planNextWeek } from './plan-next-week.ts';
import type { Prompt } from './prompt.ts';
import { reviewToday } from './review-today.ts';

/** The prompt table, in the order clients list it. */
export const prompts: readonly Prompt[] = [planNextWeek, reviewToday, breakDownTodo];
