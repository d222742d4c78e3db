import {
  add,
  batch,
  type Call,
  completeWith,
  type Everyday,
  type EverydayTable,
  update,
} from './everyday.ts';
import { FREELANCER } from './freelancer.ts';

/** Wednesday 2027-03-24, 09:30 in Berlin. */
const HERE = { todos: FREELANCER, zone: 'Europe/Berlin', now: '2027-03-24T08:30:00.000Z' };
const done = (calls: readonly Call[], more: Omit<Everyday, 'calls'>): Everyday => ({
  ...HERE,
  ...more,
  calls,
});
const refused = (call: Call, text: readonly string[], never: readonly string[] = []): Everyday => ({
  ...HERE,
  calls: [call],
  refused: true,
  text,
  never,
});
/** A call with an argument for something that the list can't do. */
const cannot = (call: (more: Call[1]) => Call, argument: string, text: string): Everyday =>
  refused(call({ [argument]: 'x' }), [text], ['Known:', 'Did you mean']);
const adding = (more: Call[1]): Call => add('Logo', more);
const changing = (more: Call[1]): Call => update(4, more);

const REPLACES = ['Did you mean checklist'];
const ADDS_ENTRIES = ['Did you mean add_items?'];

/** Requests that change something, in the words that people and models use. */
export const WORDS_TO_CHANGE: EverydayTable = {
  'The invoice two days later (it was due on Monday)': done([update(1, { due: '+2d' })], {
    both: ['2027-03-26', '"+2d" counts from today, not from the day it had.'],
  }),
  'The bill two days later (which is the day it has, counted from today)': done(
    [update(8, { due: 'in 2 days' })],
    { both: ['counts from today, not from the day it had.'], data: { unchanged: true } },
  ),
  'All of them two days later': done(
    [
      batch(
        { action: 'update', todo_ids: [1, 2, 12], planned: '+2d' },
        { action: 'update', todo_ids: [1, 2, 12], due: '+2d' },
      ),
    ],
    { text: ['#1, #2, #12: "+2d" counts from today'] },
  ),
  'The dentist in a week (it is today)': done([update(30, { due: 'in a week' })], {
    never: ['counts from today'],
  }),
  'Water the plants every four days': done([update(16, { repeat: 'every 4 days' })], {
    both: ['every 4 days', 'Before: repeat', 'every 3 days after completion'],
  }),
  'The garden on Tuesdays and Saturdays': done([add('Garden', { repeat: 'every tuesday and saturday' })], {
    both: ['every tue, sat'],
  }),
  'Tablets every other day': done([add('Tablets', { repeat: 'every other day' })], {
    both: ['every 2 days'],
    never: ['every 2 weeks'],
  }),
  'I watered the plants on Monday': done([completeWith(16, { on: 'monday' })], {
    both: ['Done on Mon 2027-03-22.', '2027-03-25'],
    kept: { 16: { completed_at: '2027-03-22T11:00:00.000Z' }, 63: { due: '2027-03-25' } },
  }),
  'Charger is packed': done([completeWith(44, { item: 'charger' })], {
    both: ['2. Charger'],
    text: ['checklist 1/3'],
  }),
  'The second one is packed': done([completeWith(44, { item: 2 })], { both: ['2. Charger'] }),
  'Rain something is packed': done([completeWith(44, { item: 'rain' })], { both: ['3. Rain jacket'] }),
  'Charger is not packed after all': done(
    [completeWith(44, { item: 'Charger' }), ['reopen_todo', { todo_id: 44, item: '2. Charger' }]],
    { text: ['Unticked 2. Charger', 'checklist 0/3'] },
  ),
  'Charger and laptop are packed': done(
    [
      batch(
        { action: 'complete', todo_id: 44, item: 'Charger' },
        { action: 'complete', todo_id: 44, item: 'Laptop' },
      ),
    ],
    { data: { applied: 1, failed: 0 }, text: ['checklist 2/3'], never: ['more than once'] },
  ),
  'Shoes are packed': refused(completeWith(44, { item: 'shoes' }), ['no entry "shoes"', '3. Rain jacket']),
  'Something with an a is packed: all of them': refused(completeWith(44, { item: 'a' }), [
    'has several entries "a"',
    '1. Laptop, 2. Charger, 3. Rain jacket',
  ]),
  'Sunscreen too': done([update(44, { add_items: ['Sunscreen'] })], {
    both: ['Rain jacket', 'Sunscreen'],
    never: ['Before:'],
    kept: { 44: { checklist: [{}, {}, {}, { text: 'Sunscreen', done: false }] } },
  }),
  'Sunscreen keeps the ticks': done([update(4, { add_items: 'Invoice Kolb' })], {
    kept: { 4: { checklist: [{ done: true }, { done: true }, {}, {}, { text: 'Invoice Kolb' }] } },
  }),
  'Sunscreen, and all others anew': refused(update(44, { add_items: ['a'], checklist: ['b'] }), [
    'checklist, which replaces, and add_items are both given',
  ]),
  'A pasted list': done([add('Shop', { checklist: ['- [ ] eggs', '- [x] milk', '1. bread'] })], {
    text: ['checklist 1/3', '1. [ ] eggs', '2. [x] milk', '3. [ ] bread'],
    never: ['- [x]'],
  }),
  'A list as it was shown': done(
    [
      add('Shop', {
        checklist: [
          { text: 'eggs', done: false },
          { text: 'milk', done: true },
        ],
      }),
    ],
    { text: ['1. [ ] eggs', '2. [x] milk'] },
  ),
  'A number that is part of the name': done([add('Shop', { checklist: ['2. Advent', 'Milk'] })], {
    text: ['1. [ ] 2. Advent'],
  }),
  'Pack is done, all of it': done([completeWith(44, {})], {
    both: ['Checklist entries not ticked: 3 of 3.'],
  }),
  'Put Jana into the inbox': refused(update(46, { project: 'inbox' }), ['clear: ["project"]']),
  'Jana has no project': refused(update(46, { project: 'none' }), ['clear: ["project"]']),
  'Jana has no tag': refused(update(46, { add_tags: ['none'] }), ['clear: ["tags"]']),
  'A new one for the inbox': done([add('Ask Ben', { project: 'Inbox', tags: ['none'] })], {
    both: ['was taken as none.'],
    kept: { 63: { title: 'Ask Ben' } },
    never: ['project Inbox', 'tags none'],
  }),
  'A new one, where there is a project called Inbox': {
    todos: [{ id: 1, title: 'Old', project: 'Inbox' }],
    calls: [add('Ask Ben', { project: 'inbox' })],
    never: ['taken as none'],
    kept: { 2: { project: 'Inbox' } },
  },
  'Two tags in one text': done([add('Key', { tags: '#home #errand' })], {
    data: { todo: { tags: ['home', 'errand'] } },
  }),
  'Two tags in quotation marks': done([add('Key', { tags: '"home", "errand"' })], {
    data: { todo: { tags: ['home', 'errand'] } },
  }),
  'A list with titles, as other programs have it': done(
    [
      add('Shop', {
        checklist: [
          { title: 'eggs', completed: true },
          { name: 'milk', checked: 'false' },
        ],
      }),
    ],
    { text: ['1. [x] eggs', '2. [ ] milk'] },
  ),
  'A list with amounts, which it has no place for': refused(
    add('Shop', { checklist: [{ title: 'eggs', amount: 6 }] }),
    ['Give texts, such as ["eggs", "milk"]'],
  ),
  'Milk is done (by its title)': refused(
    ['complete_todo', { todo_id: 'Milk' }],
    ['"Milk" may be #23 Milk.'],
    ['query "Milk"'],
  ),
  'The dentist is done (by words)': refused(
    ['complete_todo', { todo_id: 'the dentist' }],
    ['"the dentist" may be #30 Dentist appointment.'],
  ),
  'The zebra is done (there is none)': refused(
    ['complete_todo', { todo_id: 'the zebra' }],
    ['list_todos with query "the zebra" may find it.'],
    ['may be'],
  ),
  'Milk and the plumber are done (by their titles, in a batch)': refused(
    batch({ action: 'complete', todo_id: 'Milk' }, { action: 'complete', todo_id: 'plumber' }),
    ['"Milk" may be #23 Milk.', '"plumber" may be #17 Call the plumber about the dripping tap, #18 Ring'],
  ),
  'Cat food and washing powder (two ids in one)': refused(
    ['complete_todo', { todo_id: '25, 26' }],
    ['batch_todos changes many todos in one call, with todo_ids'],
  ),
  'Number 25': done([['get_todo', { todo_id: 'No. 25' }]], { both: ['Cat food'] }),
  'Tomatoes have no priority': refused(update(20, { priority: 'none' }), ['clear: ["priority"]']),
  'A new one without priority': refused(add('Jam', { priority: 'none' }), ['leave it out'], ['clear']),
  'Postpone the invoice': cannot(changing, 'postpone', 'Give the new day as due'),
  'Snooze the invoice': cannot(changing, 'snooze', 'Give the new day as due'),
  'The tax return on the second and fourth Tuesday': done(
    [add('Post', { repeat: 'every 2nd and 4th tuesday' })],
    {
      both: ['every month on the 2nd, 4th tue', '2027-04-13'],
    },
  ),
  'Payday: the last working day of each month': done(
    [add('Payday', { repeat: 'last working day of each month' })],
    { both: ['every month on the last weekday', '2027-03-31'] },
  ),
  'Call Anna at 3 pm tomorrow': done([add('Call Anna', { due: 'at 3 pm tomorrow' })], {
    data: { todo: { due: '2027-03-25', due_time: '15:00' } },
  }),
  'The oven in twenty minutes': refused(add('Oven', { due: 'in 20 minutes' }), [
    'Give a day and a time, such as today 10:30.',
    ', 09:30. Dates are read in English',
  ]),
  'Ship it by the end of Friday': refused(
    add('Ship', { due: 'EOD Friday' }),
    ['A day lasts until its end: write 2027-03-26.'],
    ['today 18:00'],
  ),
  'Talk to Greg on Monday the 20th': refused(add('Greg', { due: 'monday the 20th' }), [
    'names no month. Which month? The next one is Mon 2027-09-20.',
  ]),
  'A meeting until three': refused(add('Meeting', { due: "today till three o'clock" }), [
    'Give the time it begins, and put the end into the title.',
  ]),
  'Delete everything': done([batch({ action: 'delete', todo_ids: FREELANCER.map(({ id }) => id) })], {
    text: ['1. deleted 62 todos: #1, #2, #3,'],
    data: { applied: 62 },
  }),
  'Water the cactus on odd Sundays': refused(add('Cactus', { repeat: 'every odd numbered sunday' }), [
    'The nearest is every 2 weeks on sunday',
  ]),
  'Thursday in two weeks': refused(
    add('Fair', { due: 'thursday in two weeks' }),
    ['thursday is Thu 2027-03-25'],
    ['Did you mean'],
  ),
  'The pill at half past two tonight': refused(add('Pill', { due: 'tonight 2:30' }), [
    'after midnight it is the next day, such as tomorrow 2:30',
  ]),
  'Llamar pasado ma\u00f1ana a las diez': refused(
    add('Llamar', { due: 'pasado ma\u00f1ana 10:00', priority: 'alta' }),
    ['priority must be', 'is not a date that can be read', 'Dates are read in English'],
    ["time that can't be read"],
  ),
  'Eggs, flour and sugar, pasted': done([add('Eggs\nFlour\nSugar')], {
    both: ['Its 3 lines became one title.'],
  }),
  'The header is due on Friday (it is done)': done([update(59, { due: 'fri' })], {
    both: ['It is completed and stays so'],
  }),
  'Done, and done again, in one batch': done(
    [batch({ action: 'update', todo_id: 5, due: 'fri' }, { action: 'update', todo_id: 5, priority: 'low' })],
    { both: ['Given more than once: update #5.'], data: { applied: 1 } },
  ),
  'A gift by Saturday, in Italian': refused(
    add('Comprare il regalo', { due: 'sabato', priority: 'bassa', repeat: 'ogni mese' }),
    ['"bassa"', '"sabato" is not a date', '"ogni mese" is not a rule', 'Dates are read in English'],
  ),
  'Meeting notes, six dates at once': {
    ...HERE,
    calls: [
      batch(
        ...['EOD Friday', 'ASAP', 'mid-April', 'KW 14', 'end of next week', 'Q2'].map((due) => ({
          action: 'add',
          title: due,
          due,
        })),
      ),
    ],
    refused: true,
    text: ['6. add: "Q2" is a period', 'such as: 2027-03-24, 24 dec'],
  },
  'Thursday from nine to eleven': refused(
    add('Logo', { due: 'thu 9:00-11:00' }),
    ['a range of times'],
    ['time zone'],
  ),
  'Remind me half an hour before': cannot(adding, 'reminder', "can't ring or notify"),
  'Remind me at eight': cannot(changing, 'remind_at', 'Give due a time'),
  'With an alarm': cannot(adding, 'alarm', 'export --alarm'),
  'It is for Tom': cannot(changing, 'assignee', 'people are tags'),
  'Tom is responsible': cannot(adding, 'responsible', 'people are tags'),
  'When I am in the office': cannot(adding, 'location', 'use a tag, such as office'),
  'It takes an hour': cannot(adding, 'duration', 'No durations'),
  'About two points': cannot(changing, 'estimate', 'use a tag such as 15min'),
  'It begins at nine': cannot(changing, 'start_time', 'due: fri 15:00'),
  'I have started it': cannot(changing, 'status', 'There are no other states'),
  'It is 80 percent done': cannot(changing, 'progress', 'note it in the description'),
  'It was cancelled': cannot(changing, 'cancelled', 'delete what was cancelled'),
  'It waits for the quote': cannot(changing, 'waits_for', "can't depend on each other"),
  'It comes after the quote': cannot(changing, 'depends_on', 'use a checklist for steps'),
  'It belongs below #5': cannot(adding, 'parent_id', 'no todos below them'),
  'Put it at the top': cannot(changing, 'position', "can't be ordered by hand"),
  'In the section Later': cannot(adding, 'section', 'There are no sections'),
  'Archive it': cannot(changing, 'archived', 'Nothing is archived'),
  'No bins this week': cannot((more) => update(15, more), 'skip', 'set due to the next date'),
  'It is done': cannot(changing, 'completed', 'Complete it with complete_todo'),
  'Mark it done': cannot(changing, 'done', 'complete_todo'),
  'Attach the photo': cannot(adding, 'attachment', 'put a link into the description'),
  'In red': cannot(adding, 'color', 'use priority or a tag'),
  'These two': cannot((more) => batch({ action: 'complete', todo_id: 4, ...more }), 'ids', 'todo_ids'),
  ...Object.fromEntries(
    [
      'add_checklist',
      'append_checklist',
      'checklist_add',
      'add_checklist_items',
      'checklist_items',
      'new_checklist',
      'steps',
      'subtasks',
      'add_step',
      'add_subtask',
      'items',
    ].map((name) => [
      `One more step (${name})`,
      refused(update(4, { [name]: ['x'] }), ADDS_ENTRIES, REPLACES),
    ]),
  ),
  'No steps any more': refused(update(4, { remove_checklist: true }), ['Did you mean clear: ["checklist"]?']),
  'Without the second step': refused(update(4, { remove_items: ['x'] }), ['checklist with those that stay']),
  'A note (add_note)': refused(update(4, { add_note: 'x' }), ['Did you mean append?']),
  'On Monday (when)': refused(update(4, { when: 'mon' }), ['Did you mean planned?']),
  'To another list (list_name)': refused(update(4, { list_name: 'x' }), ['Did you mean project?']),
  'Done on Monday (completed_on)': refused(completeWith(16, { completed_on: 'mon' }), [' on']),
};
