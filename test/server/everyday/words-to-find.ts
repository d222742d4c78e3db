import { type Call, type Everyday, type EverydayTable, list } from './everyday.ts';
import { FREELANCER } from './freelancer.ts';

/** Wednesday 2027-03-24, 09:30 in Berlin. */
const HERE = { todos: FREELANCER, zone: 'Europe/Berlin', now: '2027-03-24T08:30:00.000Z' };
const LATER = { ...HERE, now: '2027-03-24T16:00:00.000Z' };
const ASKED = { show_completed: false };
const found = (filter: Call[1], more: Omit<Everyday, 'calls'>): Everyday => ({
  ...HERE,
  ...more,
  calls: [list({ ...ASKED, ...filter })],
});
const refused = (filter: Call[1], text: readonly string[], never: readonly string[] = []): Everyday => ({
  ...HERE,
  calls: [list(filter)],
  refused: true,
  text,
  never,
});

/** Requests that look for something, in the words that people use. */
export const WORDS_TO_FIND: EverydayTable = {
  'What is in my inbox?': found(
    { project: 'inbox' },
    { data: { total: 6 }, both: ['Write to Jana'], never: ['No todo is in', 'Milk'] },
  ),
  'What has no project?': found({ project: 'none' }, { data: { total: 6 } }),
  'What belongs to no project yet?': found({ project: 'no project' }, { data: { total: 6 } }),
  'What has no tag?': found({ tag: 'none' }, { data: { total: 12 }, never: ['No todo has'] }),
  'What has no priority?': found({ priority: 'none', limit: 1 }, { data: { total: 34 } }),
  'Medium and high ones?': found({ priority: 'high, medium', limit: 1 }, { data: { total: 16 } }),
  'Errands and phone calls': found(
    { tag: 'errand, phone' },
    { data: { total: 8 }, both: ['Return the drill'], never: ['No todos match'] },
  ),
  'Kids and Health': found({ project: 'Kids, Health' }, { data: { total: 9 } }),
  'Kids or the ones without a project': found({ project: 'kids, none' }, { data: { total: 12 } }),
  'What is on next week?': found(
    { due_from: 'next week', due_to: 'next week' },
    { data: { total: 10 }, both: ['from Mon 2027-03-29 to Sun 2027-04-04'], never: ['No todos match'] },
  ),
  'And this week?': found(
    { due_from: 'this week', due_to: 'this week' },
    { both: ['from Mon 2027-03-22 to Sun 2027-03-28', 'Sow tomatoes'] },
  ),
  'And at the weekend?': found(
    { due_from: 'weekend', due_to: 'weekend' },
    { data: { total: 2 }, both: ['from Sat 2027-03-27 to Sun 2027-03-28'] },
  ),
  'And in April?': found(
    { due_from: 'april', due_to: 'april' },
    { both: ['from Thu 2027-04-01 to Fri 2027-04-30', 'Tyre change'] },
  ),
  'What should I have done last week?': found(
    { due_from: 'last week', due_to: 'last week' },
    { data: { total: 2 }, both: ['Book swimming course for Ben', 'from Mon 2027-03-15 to Sun 2027-03-21'] },
  ),
  'Anything on the 8th of April?': found(
    { due_from: '8 april', due_to: '8 april' },
    { data: { total: 1, todos: [{ id: 44 }] }, both: ['Pack for Hamburg'], never: ['No todos match'] },
  ),
  'What did I get done last week?': {
    ...HERE,
    calls: [list({ completed_from: 'last week', completed_to: 'last week' })],
    data: { total: 5 },
    both: ['from Mon 2027-03-15 to Sun 2027-03-21'],
    never: ['Ring the tax adviser'],
  },
  'What did I get done in March?': {
    ...HERE,
    calls: [list({ completed_from: 'march', completed_to: 'march' })],
    data: { total: 9 },
    both: ['from Mon 2027-03-01 to Wed 2027-03-31'],
  },
  'What did I put on the list since Monday?': found(
    { created_from: 'monday' },
    { data: { total: 0 }, both: ['Added from Mon 2027-03-22.'] },
  ),
  'What did I get done since Monday?': {
    ...HERE,
    calls: [list({ completed_from: 'monday' })],
    data: { total: 2 },
    both: ['Completed from Mon 2027-03-22.'],
  },
  'What did I add this month?': found(
    { created_from: 'this month', limit: 1 },
    {
      data: { total: 47, todos: [{ created_at: '2027-03-10T09:00:00+01:00' }] },
      text: ['added Wed 2027-03-10'],
    },
  ),
  'Is the dentist over already?': {
    ...LATER,
    calls: [list({ view: 'today' })],
    text: ['Today is Wed 2027-03-24, 17:00', 'due Wed 2027-03-24 15:30, project Health) TIME PASSED'],
    data: { time: '17:00' },
  },
  'What is for today, now that the gym is planned for Monday?': {
    ...HERE,
    calls: [['update_todo', { todo_id: 38, planned: 'mon' }], list({ view: 'today' })],
    never: ['Cancel the gym'],
  },
  'And what is overdue, now that the gym is planned for Monday?': {
    ...HERE,
    calls: [['update_todo', { todo_id: 38, planned: 'mon' }], list({ view: 'overdue' })],
    both: ['Cancel the gym'],
    text: ['OVERDUE'],
  },
  'How many have no project?': {
    ...HERE,
    calls: [['get_overview']],
    text: ['6 without project'],
    data: { counts: { no_project: 6 } },
  },
  'Where is my packing list?': found(
    { query: 'packing list' },
    { both: ['No todos match.', '#44 Pack for Hamburg'] },
  ),
  'Easter or Ben': found(
    { query: 'Easter OR Ben' },
    { both: ['No todo has all words of the query', 'make a call for each alternative'] },
  ),
  "Not Tom's, please": found({ tag: '!Tom' }, { both: ["A filter can't leave a name out."] }),
  'Dont forget (without the apostrophe)': {
    todos: [{ id: 1, title: 'Don\u2019t forget the key' }],
    calls: [list({ query: 'dont' })],
    both: ['Similar: #1 Don\u2019t forget the key'],
  },
  'What did I get done in the last 7 days?': {
    ...HERE,
    calls: [list({ completed_from: 'last 7 days', completed_to: 'last 7 days' })],
    both: ['Completed from Wed 2027-03-17 to Wed 2027-03-24.'],
    data: { total: 5 },
  },
  'What is on in the next two weeks?': found(
    { due_from: 'next two weeks', due_to: 'next two weeks' },
    { both: ['from Wed 2027-03-24 to Wed 2027-04-07'] },
  ),
  'What have I planned next? (something is still for today)': found(
    { view: 'upcoming', limit: 3 },
    { both: ['Call Kolb', 'Not shown, as they are for today or overdue: 7 todos (view: '] },
  ),
  'What have I planned next for Spanish? (nothing is for today)': found(
    { view: 'upcoming', project: 'Spanish' },
    { never: ['Not shown'] },
  ),
  'From when to when? (misspelled in the same way)': refused({ due_from: 'foo', due_to: 'foo' }, [
    'MCP error -32602: "foo" is not a date that can be read. Today is',
  ]),
  'What did I get done since last week?': {
    ...HERE,
    calls: [list({ completed_from: 'since last week' })],
    both: ['Completed from Mon 2027-03-15.'],
    data: { total: 7 },
  },
  'What is for tomorrow? (as a view)': refused({ view: 'tomorrow' }, ['Give days as due_from and due_to']),
  'What is open? (as a view)': refused({ view: 'open' }, ['show_completed: false']),
  'What is stuck? (as a view)': refused({ view: 'stale' }, ['get_overview names the stale ones']),
  'What is done? (as a view)': refused({ view: 'completed' }, ['completed_from finds what got done']),
  'What is in the inbox? (as a view)': refused({ view: 'inbox' }, ['project: "none"']),
  'All priorities': refused({ priority: 'all' }, ['For all leave it out']),
  'Only those done': refused({ show_completed: 'only' }, ['For completed ones only use completed_from']),
  'What has no date? (asked with has_due)': refused({ has_due: false }, ['view: "no_date"']),
  'The second page': refused({ page: 2 }, ['cursor of the last page']),
  'What did I add until Monday?': refused({ created_to: 'mon' }, ['created_from', 'it has no end']),
  'Number 7 (asked of the list)': refused({ todo_id: 7 }, ['get_todo shows one todo']),
  'Everything, all of it': found({ project: 'all' }, { both: ['leave the filter out'] }),
  'Give me a thousand': found({ limit: 1000 }, { data: { total: 52 } }),
  'Which ones are done? (asked with done)': refused({ done: true }, ['show_completed', 'completed_from']),
  'What is due on Friday? (asked with due)': refused(
    { due: 'fri' },
    ['due_from and due_to'],
    ['Did you mean due_to'],
  ),
  'What is planned from Monday?': refused({ planned_from: 'mon' }, ['due_from and due_to']),
  "What isn't Tom's?": refused({ not_tag: 'Tom' }, ["can't leave a name out"], ['Did you mean tag']),
  'How many in each project?': refused({ group_by: 'project' }, ['get_overview']),
  'The oldest ones first': refused({ sort: 'created' }, ['order is fixed']),
  'What has changed since Monday?': refused({ updated_from: 'mon' }, ['undo with preview']),
  'Since when? (misspelled twice)': refused({ due_from: 'mondey', completed_to: 'blah' }, [
    'Did you mean monday?',
    '"blah" is not a date',
    'Dates are read in English',
  ]),
  'What is overdue? (as a day)': refused({ due_to: 'overdue' }, ['view: "overdue"']),
  'Until the end of next week': refused({ due_to: 'end of next week' }, ['2027-04-02', '2027-04-04']),
};
