/** The table of prompts. */
import { breakDownTodo } from './break-down-todo.ts';
import { planNextWeek } from './plan-next-week.ts';
import type { Prompt } from './prompt.ts';
import { reviewToday } from './review-today.ts';

/** The prompts, in the order clients list them. */
export const prompts: readonly Prompt[] = [planNextWeek, reviewToday, breakDownTodo];
