/** A call a model makes: the tool, its arguments, and whether it is made in another conversation on the same list. */
export type Call = readonly [
  tool: string,
  args?: Readonly<Record<string, unknown>> | undefined,
  where?: 'elsewhere',
];

/** Everyday requests by what the user says. */
export type EverydayTable = Readonly<Record<string, Everyday>>;

/** The last call must answer as described, all before it must succeed. */
export interface Everyday {
  /** what a model that knows the listing calls */
  readonly calls: readonly Call[];
  /** what the text and the structured answer must both hold */
  readonly both?: readonly string[];
  readonly text?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  /** what neither may say */
  readonly never?: readonly string[];
  /** whether the last call must be refused; then there is only text */
  readonly refused?: true;
  /** what the file must hold of these todos afterwards; null for one that must not exist */
  readonly kept?: Readonly<Record<number, Readonly<Record<string, unknown>> | null>>;
  /** the list instead of `HOME`, and the user's time zone instead of UTC */
  readonly todos?: readonly Readonly<Record<string, unknown>>[];
  readonly zone?: string;
  /** the instant of the first call; by default Saturday 2026-11-21 at noon, UTC */
  readonly now?: string;
  /** how many days pass before the last call */
  readonly later?: number;
}

export const list = (args?: Call[1]): Call => ['list_todos', args];
export const add = (title: string, more?: Call[1]): Call => ['add_todo', { title, ...more }];
export const update = (todo_id: number, args: Call[1]): Call => ['update_todo', { todo_id, ...args }];
export const complete = (todo_id: number | string): Call => ['complete_todo', { todo_id }];
export const batch = (...changes: readonly unknown[]): Call => ['batch_todos', { changes }];
export const completeWith = (todo_id: number, more: Call[1]): Call => ['complete_todo', { todo_id, ...more }];
export const undo = (args?: Call[1]): Call => ['undo', args];
export const elsewhere = ([tool, args]: Call): Call => [tool, args, 'elsewhere'];

const LONG_AGO = '2026-09-01T08:00:00.000Z';

/** The list that is asked about, on Saturday 2026-11-21 at noon. */
export const HOME: readonly Readonly<Record<string, unknown>>[] = [
  { id: 1, title: 'Call the dentist', due: '2026-11-19', priority: 'high', tags: ['health'] },
  { id: 2, title: 'Buy milk', due: '2026-11-21', project: 'Home', tags: ['shop'] },
  { id: 3, title: 'Water the roses', due: '2026-11-21', project: 'Home', tags: ['#garden'] },
  { id: 4, title: 'Weed the beds', tags: ['garden'] },
  { id: 5, title: 'Write the report', due: '2026-11-23', project: 'Work/Reports', description: 'Ask Anna' },
  { id: 6, title: 'Send the invoice', priority: 'high', project: 'Work', tags: ['admin'] },
  { id: 7, title: 'Move to the new flat', due: '2027-03-01', project: 'Flat', description: 'Boxes: cellar' },
  { id: 8, title: 'Gru\u0308ße an Oma', description: 'Karte' },
  {
    id: 9,
    title: 'Renew passport',
    due: '2026-11-20',
    completed: true,
    completed_at: '2026-11-12T10:00:00.000Z',
  },
  { id: 10, title: 'Pay rent', tags: ['admin'], completed: true, completed_at: '2026-11-16T09:00:00.000Z' },
  { id: 11, title: 'Sort photos', created_at: LONG_AGO },
  { id: 12, title: 'Learn Greek', created_at: LONG_AGO, due: '2026-12-24' },
];
