import { add, completeWith, type EverydayTable, list } from './everyday.ts';

const on = (now: string, zone = 'UTC') => ({ todos: [], now, zone });
const MONDAY = on('2027-03-29T08:30:00.000Z', 'Europe/Berlin');
const PLANTS = {
  id: 1,
  title: 'Water the plants',
  due: '2027-03-23',
  repeat: 'every 3 days after completion',
};
const BINS = { id: 1, title: 'Bins', due: '2027-03-18', repeat: 'every thu' };
const MILK = '\u725b\u4e73';
const SCHOOL = '\u5b66\u6821';

/** Requests at the edges of the calendar: ends of months, leap years, changes of the clocks, midnights. */
export const CALENDARS: EverydayTable = {
  'On a Monday: until Monday': {
    ...MONDAY,
    calls: [add('Report', { due: 'monday' })],
    both: ['2027-04-05', 'Mon 2027-04-05 is a week from today.'],
    kept: { 1: { due: '2027-04-05' } },
  },
  'On a Monday: this Monday at six': {
    ...MONDAY,
    calls: [add('Report', { due: 'this monday 18:00' })],
    both: ['is a week from today.'],
    data: { todo: { due: '2027-04-05', due_time: '18:00' } },
  },
  'On a Monday: planned for Monday': {
    ...MONDAY,
    calls: [add('Report', { planned: 'on monday' })],
    both: ['is a week from today.'],
    data: { todo: { planned: '2027-04-05' } },
  },
  'On a Monday: in a week': {
    ...MONDAY,
    calls: [add('Report', { due: 'in a week' })],
    never: ['a week from today'],
  },
  'On a Monday: by Tuesday': {
    ...MONDAY,
    calls: [add('Report', { due: 'by tuesday' })],
    never: ['from today'],
  },
  'In a month, on 31 January of a leap year': {
    ...on('2028-01-31T12:00:00.000Z'),
    calls: [add('Cancel the trial', { due: 'in a month' })],
    both: ['2028-02-29'],
  },
  'This month, in February of a leap year': {
    ...on('2028-02-10T12:00:00.000Z'),
    calls: [list({ due_from: 'this month', due_to: 'this month' })],
    both: ['from Tue 2028-02-01 to Tue 2028-02-29'],
  },
  'Next month, on 31 January': {
    ...on('2027-01-31T12:00:00.000Z'),
    calls: [list({ due_from: 'next month', due_to: 'next month' })],
    both: ['from Mon 2027-02-01 to Sun 2027-02-28'],
  },
  'Last month, in January': {
    ...on('2027-01-15T12:00:00.000Z'),
    calls: [list({ completed_from: 'last month', completed_to: 'last month' })],
    both: ['from Tue 2026-12-01 to Thu 2026-12-31'],
  },
  'This week, on New Year: it has days of two years': {
    ...on('2027-01-01T12:00:00.000Z'),
    calls: [list({ due_from: 'this week', due_to: 'this week' })],
    both: ['from Mon 2026-12-28 to Sun 2027-01-03'],
  },
  'December, in January: the one that is past': {
    ...on('2027-01-15T12:00:00.000Z'),
    calls: [list({ completed_from: 'december', completed_to: 'december' })],
    both: ['from Tue 2026-12-01 to Thu 2026-12-31'],
  },
  'December, in January: the one ahead': {
    ...on('2027-01-15T12:00:00.000Z'),
    calls: [list({ due_from: 'december', due_to: 'december' })],
    both: ['from Wed 2027-12-01 to Fri 2027-12-31'],
  },
  'The weekend, on a Sunday': {
    ...on('2027-03-28T12:00:00.000Z'),
    calls: [list({ due_from: 'weekend', due_to: 'weekend' })],
    both: ['from Sat 2027-03-27 to Sun 2027-03-28'],
  },
  'Half past two in the night without it': {
    ...on('2027-03-27T20:00:00.000Z', 'Europe/Berlin'),
    calls: [add('Pill', { due: 'tomorrow 2:30' })],
    both: ['02:30 does not exist on Sun 2027-03-28'],
  },
  'Half past two in the night that has it twice': {
    ...on('2027-10-30T20:00:00.000Z', 'Europe/Berlin'),
    calls: [add('Pill', { due: 'tomorrow 2:30' })],
    data: { todo: { due: '2027-10-31', due_time: '02:30' } },
    never: ['does not exist'],
  },
  'Half past two, where clocks never change': {
    ...on('2027-03-27T20:00:00.000Z', 'Asia/Tokyo'),
    calls: [add('Pill', { due: 'tomorrow 2:30' })],
    never: ['does not exist'],
  },
  'Midnight that does not exist in Beirut': {
    ...on('2027-03-27T12:00:00.000Z', 'Asia/Beirut'),
    calls: [add('Pill', { due: 'tomorrow 0:30' })],
    both: ['00:30 does not exist on Sun 2027-03-28'],
  },
  'Tomorrow, a minute before midnight in Auckland': {
    ...on('2027-03-24T10:59:00.000Z', 'Pacific/Auckland'),
    calls: [add('Call', { due: 'tomorrow' })],
    both: ['2027-03-25'],
  },
  'Tomorrow, a minute after midnight in Auckland': {
    ...on('2027-03-24T11:01:00.000Z', 'Pacific/Auckland'),
    calls: [add('Call', { due: 'tomorrow' })],
    both: ['2027-03-26'],
  },
  'Done yesterday, just after midnight in Honolulu': {
    ...on('2027-03-24T10:01:00.000Z', 'Pacific/Honolulu'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: 'yesterday' })],
    both: ['Done on Tue 2027-03-23.', '2027-03-26'],
    kept: { 1: { completed_at: '2027-03-23T22:00:00.000Z' } },
  },
  'Done yesterday, just after midnight in Auckland': {
    ...on('2027-03-24T11:01:00.000Z', 'Pacific/Auckland'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: 'yesterday' })],
    both: ['Done on Wed 2027-03-24.', '2027-03-27'],
    kept: { 1: { completed_at: '2027-03-23T23:00:00.000Z' } },
  },
  'Done on the day the clocks went forward': {
    ...on('2027-03-29T08:00:00.000Z', 'Europe/Berlin'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: 'yesterday' })],
    kept: { 1: { completed_at: '2027-03-28T10:00:00.000Z' } },
  },
  'Last Thursday I did put the bins out: today they are due again': {
    ...on('2027-03-25T08:00:00.000Z'),
    todos: [BINS],
    calls: [completeWith(1, { on: '2027-03-18' })],
    kept: { 1: { completed: true, completed_at: '2027-03-18T12:00:00.000Z' }, 2: { due: '2027-03-25' } },
  },
  'Done three weeks ago: the next one is never in the past': {
    ...on('2027-03-24T08:00:00.000Z'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: '3 weeks ago' })],
    kept: { 2: { due: '2027-03-24' } },
  },
  'Done on 24 December, said in January': {
    ...on('2027-01-05T08:00:00.000Z'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: '24 dec' })],
    both: ['Done on Thu 2026-12-24.'],
  },
  'Done a day before it is due: the same day again': {
    ...on('2027-03-20T08:00:00.000Z'),
    todos: [PLANTS],
    calls: [completeWith(1, {})],
    both: ['the same day again: the rule counts from the day it was done'],
    kept: { 2: { due: '2027-03-23' } },
  },
  'Done tomorrow is refused': {
    ...on('2027-03-20T08:00:00.000Z'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: 'tomorrow' })],
    refused: true,
    text: ['Sun 2027-03-21 is still to come'],
    kept: { 1: { completed: false } },
  },
  'Done last week is no day': {
    ...on('2027-03-20T08:00:00.000Z'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: 'last week' })],
    refused: true,
    text: ['is a period, not a day'],
  },
  'A day that was done, taken back': {
    ...on('2027-03-24T08:00:00.000Z'),
    todos: [PLANTS],
    calls: [completeWith(1, { on: 'monday' }), ['reopen_todo', { todo_id: 1 }]],
    both: ['#2, its next occurrence, was removed'],
    kept: { 1: { completed: false, repeat: PLANTS.repeat }, 2: null },
  },
  'A tag from a Japanese keyboard': {
    ...on('2027-03-24T08:00:00.000Z', 'Asia/Tokyo'),
    calls: [add(MILK, { tags: [`\uff03${SCHOOL}`] }), list({ tag: SCHOOL })],
    data: { total: 1, todos: [{ title: MILK, tags: [SCHOOL] }] },
    never: ['No todo has the tag', '\uff03'],
  },
  'A project in Japanese, with a full-width mark': {
    ...on('2027-03-24T08:00:00.000Z', 'Asia/Tokyo'),
    calls: [add(MILK, { project: SCHOOL }), list({ project: `\uff03${SCHOOL}` })],
    data: { total: 1 },
  },
  'A date in Japanese is refused, with the language that is read': {
    ...on('2027-03-24T08:00:00.000Z', 'Asia/Tokyo'),
    calls: [add(MILK, { due: '\u660e\u65e5' })],
    refused: true,
    text: ['Dates are read in English', 'Today is Wed 2027-03-24'],
  },
};
