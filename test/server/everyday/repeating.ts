import { add, batch, complete, type EverydayTable, undo, update } from './everyday.ts';

const reopen = (todo_id: number) => ['reopen_todo', { todo_id }] as const;
const remove = (todo_id: number) => ['delete_todo', { todo_id }] as const;

/** Bins every Monday, the next ones on the 23rd, and what completing them on Saturday the 21st makes. */
const BINS = add('Bins', { repeat: 'every week', due: 'mon', tags: 'home' });
/** Every two weeks, due on Monday the 23rd. */
const GYM = [{ id: 1, title: 'Gym', due: '2026-11-23', repeat: 'every 2 weeks on mon' }];
const UNREADABLE = [
  { id: 1, title: 'Pray', due: '2026-11-21', repeat: 'jeden Tag' },
  { id: 2, title: 'Call', due: '2026-11-21', repeat: { freq: ['daily'], interval: 1e21 }, continued_as: 'x' },
];

/** Requests about todos that repeat. */
export const REPEATING: EverydayTable = {
  'Bins every Monday': {
    calls: [add('Bins', { repeat: 'every Monday' })],
    both: ['No due date was given: it is due Mon 2026-11-23, when "every mon" begins.'],
    text: ['Added #13 Bins (due Mon 2026-11-23, repeats every mon)'],
    data: { todo: { due: '2026-11-23', repeat: 'every mon' } },
    kept: { 13: { due: '2026-11-23', repeat: 'every mon' } },
  },
  'The bins are out (two days early)': {
    calls: [BINS, complete(13)],
    text: [
      'Completed #13 Bins (due Mon 2026-11-23, tags home).',
      'It continues as #14 (due Mon 2026-11-30).',
    ],
    data: { todo: { id: 13, completed: true }, next: { id: 14, due: '2026-11-30' } },
    kept: {
      13: { completed: true, continued_as: 14 },
      14: { title: 'Bins', completed: false, due: '2026-11-30', repeat: 'every mon', tags: ['home'] },
    },
  },
  'The bins are out (400 days late)': {
    calls: [BINS, complete(13)],
    later: 402,
    data: { next: { id: 14, due: '2028-01-03' } },
  },
  'The bins are out (the call is retried)': {
    calls: [BINS, complete(13), complete(13)],
    both: ['It was completed already and continues as #14; nothing changed.'],
    data: { next: { id: 14, due: '2026-11-30' } },
    kept: { 14: { completed: false }, 15: null },
  },
  'The bins are out (the next ones are gone)': {
    calls: [BINS, complete(13), remove(14), complete(13)],
    both: ['It was completed already and continued as #14, which is gone; nothing changed.'],
  },
  'Rent on the last day of the month': {
    calls: [
      add('Rent', { repeat: 'every month on the last day', due: 'end of month 9:00', priority: 'high' }),
      complete(13),
    ],
    later: 9,
    data: { next: { id: 14, due: '2026-12-31' } },
    kept: {
      14: { due: '2026-12-31', due_time: '09:00', repeat: 'every month on the last day', priority: 'high' },
    },
  },
  'Water the plants ten days after I watered them': {
    calls: [add('Plants', { repeat: 'every 10 days after completion' }), complete(13)],
    later: 3,
    data: { next: { id: 14, due: '2026-12-04' } },
    kept: { 13: { due: '2026-11-21' }, 14: { repeat: 'every 10 days after completion' } },
  },
  'Take three of these pills, one a day (the last of them)': {
    calls: [
      add('Pill', { repeat: 'every day for 3 times', description: 'With water' }),
      complete(13),
      complete(14),
      complete(15),
    ],
    both: ['It was the last one of "every day for 1 time".'],
    never: ['#16'],
    kept: {
      14: { due: '2026-11-22', continued_as: 15, description: 'With water' },
      15: { completed: true, due: '2026-11-23', repeat: 'every day for 1 time' },
      16: null,
    },
  },
  'Every Monday until today (the last one is done)': {
    calls: [add('x', { repeat: 'every sat until 2026-11-21' }), complete(13)],
    text: ['It was the last one of "every sat until 2026-11-21".'],
    kept: { 14: null },
  },
  'Every Monday until yesterday': {
    calls: [add('x', { repeat: 'every mon until 2026-11-22' })],
    refused: true,
    text: ['"every mon until 2026-11-22" ends before its first date.'],
    kept: { 13: null },
  },
  'Standup on weekdays, first on Sunday': {
    calls: [add('Standup', { repeat: 'every weekday', due: 'tomorrow' })],
    both: [
      `Sun 2026-11-22 isn't a date of "every weekday". It stays, and the next one is due Mon 2026-11-23.`,
    ],
    kept: { 13: { due: '2026-11-22' } },
  },
  'The roses every three days (as RRULE), planned the day before': {
    calls: [update(3, { repeat: 'FREQ=DAILY;INTERVAL=3', planned: '2026-11-20' }), complete(3)],
    data: { next: { id: 13, due: '2026-11-24' } },
    kept: { 13: { planned: '2026-11-23', project: 'Home', tags: ['#garden'], repeat: 'every 3 days' } },
  },
  'Send the invoice monthly (it has no date)': {
    calls: [update(6, { repeat: 'monthly' })],
    both: ['No due date was given: it is due Sat 2026-11-21, when "every month on the 21st" begins.'],
  },
  'Gym on Tuesday, just this time': {
    todos: GYM,
    calls: [update(1, { due: 'tue' })],
    both: [
      `Tue 2026-11-24 isn't a date of "every 2 weeks on mon". It stays, and the next one is due Mon 2026-12-07.`,
    ],
    kept: { 1: { due: '2026-11-24', series_date: '2026-11-23' } },
  },
  'Gym a week later, and done then: the fortnight is counted from where it was': {
    todos: GYM,
    calls: [update(1, { due: '2026-11-30' }), complete(1)],
    later: 9,
    data: { next: { id: 2, due: '2026-12-07' } },
    kept: { 2: { repeat: 'every 2 weeks on mon' } },
  },
  'Gym today, for once: the one of Monday is not asked for again': {
    todos: GYM,
    calls: [update(1, { due: 'today' }), complete(1)],
    data: { next: { id: 2, due: '2026-12-07' } },
  },
  'Gym on Tuesday, no, back on Monday': {
    todos: GYM,
    calls: [update(1, { due: 'tue' }), update(1, { due: 'mon' })],
    never: ['a date of'],
    kept: { 1: { due: '2026-11-23', series_date: null } },
  },
  'Gym every other Tuesday from now on': {
    todos: GYM,
    calls: [update(1, { due: 'tue' }), update(1, { repeat: 'every 2 weeks on tue' }), complete(1)],
    data: { next: { due: '2026-12-08' } },
  },
  'Gym every other Monday (as it is)': {
    todos: GYM,
    calls: [update(1, { repeat: 'every 2 weeks' })],
    both: ['It was like that already; nothing changed.'],
  },
  'Gym without a date': {
    todos: GYM,
    calls: [update(1, { clear: ['due'] })],
    both: ['Its rule, "every 2 weeks on mon", went with the due date.'],
    kept: { 1: { due: null, repeat: null } },
  },
  'Gym every day, and without a date': {
    todos: GYM,
    calls: [update(1, { clear: ['due'], repeat: 'every day' })],
    refused: true,
    text: ['repeat is given, and due is in clear.'],
  },
  'Gym only once more': {
    todos: GYM,
    calls: [update(1, { clear: ['repeat'] }), complete(1)],
    never: ['goes on', 'last one'],
    kept: { 1: { repeat: null, due: '2026-11-23' }, 2: null },
  },
  'No more gym': {
    todos: GYM,
    calls: [remove(1)],
    both: ['Its series, "every 2 weeks on mon", ends with it.'],
  },
  'I have not been to the gym after all': {
    todos: GYM,
    calls: [complete(1), reopen(1)],
    both: ['#2, its next occurrence, was removed.'],
    kept: { 1: { completed: false, repeat: 'every 2 weeks on mon', due: '2026-11-23' }, 2: null },
  },
  'I have not taken the pill after all (of three, moved)': {
    calls: [
      add('Pill', { repeat: 'every 2 days for 3 times' }),
      update(13, { due: 'tomorrow' }),
      complete(13),
      reopen(13),
    ],
    kept: { 13: { repeat: 'every 2 days for 3 times', series_date: '2026-11-21' }, 14: null },
  },
  'I have not been to the gym after all (the next one was moved since)': {
    todos: GYM,
    calls: [complete(1), update(2, { due: 'fri' }), reopen(1)],
    both: ['It no longer repeats: it continued as #2, which stays as it is.'],
    never: ['repeats every'],
    kept: { 1: { completed: false }, 2: { due: '2026-11-27', repeat: 'every 2 weeks on mon' } },
  },
  'I have not been to the gym after all (the next one is gone)': {
    todos: GYM,
    calls: [complete(1), remove(2), reopen(1), complete(1)],
    text: ['Completed #1 Gym'],
    never: ['#2', '#3', 'repeats', 'already'],
  },
  'Pack for training every week (ticked, done)': {
    calls: [
      add('Pack', { repeat: 'every week', checklist: ['Shoes', 'Towel'] }),
      ['complete_todo', { todo_id: 13, item: 1 }],
      complete(13),
    ],
    kept: {
      13: { checklist: [{ done: true }, { done: false }] },
      14: {
        checklist: [
          { text: 'Shoes', done: false },
          { text: 'Towel', done: false },
        ],
      },
    },
  },
  'Pack for training every week (ticked, done, and not done after all)': {
    calls: [
      add('Pack', { repeat: 'every week', checklist: ['Shoes', 'Towel'] }),
      ['complete_todo', { todo_id: 13, item: 1 }],
      complete(13),
      reopen(13),
    ],
    kept: { 13: { repeat: 'every sat', checklist: [{ done: true }, { done: false }] }, 14: null },
  },
  'Undo the gym': {
    todos: GYM,
    calls: [complete(1), undo()],
    text: ['removed: #2 Gym', 'reverted: #1 Gym'],
    data: { steps_left: 0 },
    kept: { 1: GYM[0] ?? {}, 2: null },
  },
  'Undo the gym (something else was done since)': {
    todos: [...GYM, { id: 2, title: 'Milk' }],
    calls: [complete(1), complete(2), undo({ todo_id: 1 })],
    data: { undone: [{ removed: [{ id: 3 }], reverted: [{ id: 1 }] }], steps_left: 1 },
    kept: { 1: GYM[0] ?? {}, 2: { completed: true }, 3: null },
  },
  'Undo the gym (the next one was changed since)': {
    todos: GYM,
    calls: [complete(1), update(2, { title: 'Swim' }), undo({ todo_id: 1 })],
    refused: true,
    text: [
      "Completing #1 can't be undone: it continues as #2 Swim, which was changed since",
      'Reopen #1 instead',
    ],
    kept: { 1: { completed: true }, 2: { title: 'Swim' } },
  },
  'Undo the gym (the next one is gone)': {
    todos: GYM,
    calls: [complete(1), remove(2), undo({ todo_id: 1 })],
    kept: { 1: GYM[0] ?? {}, 2: null },
  },
  'Undo the next gym, not the one that is done': {
    todos: GYM,
    calls: [complete(1), undo({ todo_id: 2 })],
    both: ['#1 stays completed, and its next one, #2, is gone.'],
    kept: { 1: { completed: true, continued_as: 2 }, 2: null },
  },
  'Undo both gyms by the first (of one batch)': {
    todos: GYM,
    calls: [
      batch({ action: 'complete', todo_id: 1 }, { action: 'complete', todo_id: 2 }),
      undo({ todo_id: 1 }),
    ],
    data: { steps_left: 0 },
    kept: { 1: GYM[0] ?? {}, 2: null, 3: null },
  },
  'Undo that the gym was reopened': {
    todos: GYM,
    calls: [complete(1), reopen(1), undo({ todo_id: 1 })],
    kept: { 1: { completed: true, continued_as: 2 }, 2: { repeat: 'every 2 weeks on mon' } },
  },
  'What was done lately?': {
    todos: GYM,
    calls: [update(1, { repeat: 'every mon' }), undo({ preview: true })],
    text: ['changed #1 Gym: repeat every 2 weeks on mon -> every mon'],
  },
  'All of these every week, then the first two are done': {
    calls: [
      batch({ action: 'update', todo_ids: [2, 5, 12], repeat: 'every week' }),
      batch({ action: 'complete', todo_ids: [2, 5] }),
    ],
    both: ['#2: It continues as #13 (due Sat 2026-11-28).', '#5: It continues as #14 (due Mon 2026-11-30).'],
    kept: { 12: { repeat: 'every thu' }, 13: { repeat: 'every sat' }, 14: { repeat: 'every mon' } },
  },
  'Bins every Monday, done already (as one change of a batch)': {
    calls: [batch({ action: 'add', title: 'Bins', repeat: 'every mon', completed: true })],
    refused: true,
    text: ['only open todos repeat', 'Add the next one, open, with repeat.'],
  },
  'The passport every ten years (it is completed)': {
    calls: [update(9, { repeat: 'every 120 months' })],
    refused: true,
    text: ['#9 is completed, and only open todos repeat.'],
  },
  'Done (its rule, written by hand, is not read)': {
    todos: UNREADABLE,
    calls: [complete(1)],
    both: [`Its rule, "jeden Tag", can't be read, so no next one was made.`],
    kept: { 1: { completed: true, repeat: 'jeden Tag' }, 3: null },
  },
  'Done, not done, later, without a date, and gone (its rule is no text)': {
    todos: UNREADABLE,
    calls: [
      batch(
        { action: 'complete', todo_id: 2 },
        { action: 'reopen', todo_id: 2 },
        { action: 'update', todo_id: 2, due: 'tomorrow' },
        { action: 'update', todo_id: 2, clear: ['due'] },
      ),
      ['get_todo', { todo_id: 2 }],
    ],
    both: ['{"freq":["daily"],"interval":1e+21}'],
    kept: { 2: { due: null, repeat: { freq: ['daily'], interval: 1e21 }, continued_as: 'x' } },
  },
  'Bins written by hand, without a date': {
    todos: [{ id: 1, title: 'Bins', repeat: ' Every  WEEK' }],
    calls: [complete(1)],
    data: { next: { id: 2, due: '2026-11-28' } },
    kept: { 2: { repeat: 'every sat' } },
  },
  ...Object.fromEntries(
    Object.entries({
      'Pacific/Kiritimati': '2026-11-23',
      'Asia/Tokyo': '2026-11-22',
      'America/New_York': '2026-11-22',
      'Pacific/Pago_Pago': '2026-11-22',
    }).map(([zone, due]) => [
      `Every day, done at noon UTC, in ${zone}`,
      {
        zone,
        todos: [{ id: 1, title: 'Walk', due: '2026-11-01', repeat: 'every day' }],
        calls: [complete(1)],
        data: { next: { id: 2, due } },
      },
    ]),
  ),
};
