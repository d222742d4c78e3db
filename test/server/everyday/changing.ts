import { add, batch, type Call, complete, type EverydayTable, list, update } from './everyday.ts';

const GROCERIES = [
  'milk',
  'bread',
  'eggs',
  'rice',
  'oil',
  'salt',
  'tea',
  'jam',
  'soap',
  'leeks',
  'figs',
  'flour',
];
const FORTY_EIGHT = Array.from({ length: 48 }, (_, index) => ({
  id: index + 1,
  title: `Job ${index + 1}`,
  project: 'Wrok',
}));
const SOCKS = ['Socks', 'Charger', 'Passport'];
const packing = add('Pack', { checklist: SOCKS });
const tick = (item: unknown, tool = 'complete_todo'): Call => [tool, { todo_id: 13, item }];
const STRICT = {
  title: null,
  description: null,
  append: null,
  priority: null,
  due: null,
  planned: null,
  repeat: null,
  tags: null,
  add_tags: null,
  remove_tags: null,
  project: null,
  checklist: null,
  add_items: null,
  clear: null,
};

/** Requests that change something. */
export const CHANGING: EverydayTable = {
  'Put these twelve on my shopping list': {
    calls: [batch(...GROCERIES.map((title) => ({ action: 'add', title, tags: ['#Shop'] })))],
    data: { applied: 12, failed: 0 },
    text: ['12 todos changed.', '1. added #13 milk (tags shop)'],
    never: ['done', 'failed:'],
    kept: { 24: { title: 'flour', tags: ['shop'] } },
  },
  'Remind me to call Mum on the 24th of December': {
    calls: [add('Call Mum', { due: '24 dec' })],
    text: ['due Thu 2026-12-24'],
    data: { todo: { due: '2026-12-24', due_weekday: 'Thu' } },
  },
  'Add it for yesterday': {
    calls: [add('x', { due: 'yesterday' })],
    refused: true,
    text: ['in the past', 'write 2026-11-20', 'Today is Sat 2026-11-21'],
  },
  'Call Mum tomorrow at three': {
    calls: [add('Call Mum', { due: 'tomorrow at 3pm' })],
    text: ['due Sun 2026-11-22 15:00'],
    data: { todo: { due: '2026-11-22', due_weekday: 'Sun', due_time: '15:00' } },
  },
  'Mum can only do Wednesday, same time': {
    calls: [add('Call Mum', { due: 'tomorrow 15:00' }), update(13, { due: 'wed' })],
    text: ['due Wed 2026-11-25 15:00'],
    kept: { 13: { due: '2026-11-25', due_time: '15:00' } },
  },
  'Call her some day': {
    calls: [add('Call Mum', { due: 'tomorrow 15:00' }), update(13, { clear: ['due'] })],
    never: ['15:00'],
    kept: { 13: { due: null, due_time: null } },
  },
  'Call her on Tuesday (after a server without times took the day away)': {
    todos: [{ id: 1, title: 'Call Mum', due: null, due_time: '15:00' }],
    calls: [update(1, { due: 'tue' })],
    never: ['15:00'],
  },
  'What about Tuesday at noon? (as planned)': {
    calls: [update(4, { planned: 'tue noon' })],
    refused: true,
    text: ['only a day can be given here. Leave the time out.'],
  },
  'Write the report on Thursday (it is due on Monday)': {
    calls: [update(5, { planned: 'thu' })],
    both: ['It is planned for Thu 2026-11-26, after it is due.'],
    kept: { 5: { due: '2026-11-23', planned: '2026-11-26' } },
  },
  'Plan my week': {
    calls: [
      ['get_overview'],
      batch(
        { action: 'update', todo_ids: [1, 2, 3], planned: 'mon' },
        { action: 'update', todo_id: 5, planned: 'sun' },
        { action: 'update', todo_id: 7, planned: 'fri' },
      ),
      list({ view: 'upcoming' }),
    ],
    text: ['5 todos:', '#5 Write the report (due Mon 2026-11-23, planned Sun 2026-11-22'],
    kept: { 1: { due: '2026-11-19' }, 5: { due: '2026-11-23' }, 7: { due: '2027-03-01' } },
  },
  'What is overdue? (nine days after the week was planned)': {
    calls: [
      batch(
        { action: 'update', todo_ids: [1, 3, 5, 7, 12], planned: 'mon' },
        { action: 'complete', todo_id: 2 },
      ),
      list({ view: 'overdue' }),
    ],
    later: 9,
    data: { total: 3, todos: [{ id: 1 }, { id: 3 }, { id: 5 }] },
    kept: {
      1: { due: '2026-11-19' },
      5: { due: '2026-11-23', planned: '2026-11-23' },
      12: { due: '2026-12-24' },
    },
  },
  'Add this long thing': {
    calls: [add('x'.repeat(201))],
    refused: true,
    text: ['Put the rest into description', 'Nothing was changed.'],
  },
  'Add milk again': {
    calls: [add('buy  MILK!')],
    both: ['An open todo with this title exists already: #2'],
  },
  'Add milk again, and mean it': {
    calls: [add('... Buy milk!!!')],
    both: ['An open todo with this title exists already: #2'],
  },
  'New work thing, with "work" in small letters': {
    calls: [add('Plan', { project: 'work', tags: ['ADMIN'] })],
    data: { todo: { project: 'Work', tags: ['admin'] } },
  },
  'The dentist thing is done': {
    calls: [list({ query: 'dentist thing' }), complete('#1')],
    text: ['Completed #1 Call the dentist'],
    kept: { 1: { completed: true } },
  },
  'The dentist is done (said twice)': {
    calls: [complete(1), complete(1)],
    both: ['It was completed already; nothing changed.'],
  },
  'Add a note to the report': {
    calls: [update(5, { append: 'Use the new form' })],
    both: ['Use the new form'],
    never: ['Before:'],
    kept: { 5: { description: 'Ask Anna\nUse the new form' } },
  },
  'Add a note to the roses, which have none': {
    calls: [update(3, { append: 'Not too much' })],
    kept: { 3: { description: 'Not too much' } },
  },
  'Add a note (by a name that is not there)': {
    calls: [update(5, { append_description: 'x' })],
    refused: true,
    text: ['Did you mean append?'],
    kept: { 5: { description: 'Ask Anna' } },
  },
  'The note should say: ask Tom': {
    calls: [update(5, { description: 'Ask Tom' })],
    text: ['Before: description "Ask Anna"', 'undo brings it back'],
    data: { warnings: ['Before: description "Ask Anna". undo brings it back.'] },
  },
  'Tag it urgent as well': {
    calls: [update(1, { add_tags: ['urgent'] })],
    data: { todo: { tags: ['health', 'urgent'] } },
    never: ['Before:'],
  },
  'It is not for the shop any more': {
    calls: [update(2, { remove_tags: ['#Shop'] })],
    kept: { 2: { tags: [] } },
    never: ['Before:'],
  },
  'Tag it home only': {
    calls: [update(2, { tags: ['home'] })],
    both: ['Before: tags shop. undo brings it back.'],
    kept: { 2: { tags: ['home'] } },
  },
  'Set the tags, and add one': {
    calls: [update(2, { tags: ['a'], add_tags: ['b'] })],
    refused: true,
    text: ['tags, which replaces, and add_tags are both given'],
    kept: { 2: { tags: ['shop'] } },
  },
  'Replace the note, and add to it': {
    calls: [update(5, { description: 'a', append: 'b' })],
    refused: true,
    text: ['description, which replaces, and append are both given. Give one of the two.'],
    kept: { 5: { description: 'Ask Anna' } },
  },
  'Take all tags off, and add one': {
    calls: [update(2, { clear: ['tags'], add_tags: ['b'] })],
    refused: true,
    text: ['add_tags is given, and tags is in clear'],
    kept: { 2: { tags: ['shop'] } },
  },
  'Add twenty tags to one': {
    calls: [update(2, { add_tags: Array.from({ length: 20 }, (_, index) => `t${index}`) })],
    refused: true,
    text: ['The todo would have 21 tags; 20 is the limit. Take some away with remove_tags.'],
  },
  'Drop the date': {
    calls: [update(5, { clear: ['due'] })],
    never: ['2026-11-23'],
    kept: { 5: { due: null } },
  },
  'Drop the date (as null)': {
    calls: [update(5, { due: null })],
    refused: true,
    text: ['Not emptied: due. To empty, use clear: ["due"]'],
    kept: { 5: { due: '2026-11-23' } },
  },
  'Call it "Report", without a date (as null)': {
    calls: [update(5, { title: 'Report', due: null })],
    text: ['Not emptied: due. To empty, use clear: ["due"]'],
    data: { warnings: ['Not emptied: due. To empty, use clear: ["due"].'] },
  },
  'Call it "Report" (from a strict client)': {
    calls: [update(5, { ...STRICT, title: 'Report' })],
    never: ['Not emptied'],
    kept: { 5: { title: 'Report', due: '2026-11-23' } },
  },
  'Push everything from today to tomorrow': {
    calls: [batch({ action: 'update', todo_ids: [1, 2, 3], due: 'tomorrow' })],
    both: ['Call the dentist', 'Buy milk', 'Water the roses'],
    text: ['3 todos changed.', '1. updated 3 todos:', 'due Sun 2026-11-22'],
    data: {
      applied: 3,
      failed: 0,
      results: [{ action: 'update', todos: [{ id: 1 }, { id: 2 }, { id: 3 }] }],
    },
    kept: { 1: { due: '2026-11-22' }, 3: { due: '2026-11-22' }, 5: { due: '2026-11-23' } },
  },
  'Spell the project wrok small': {
    todos: FORTY_EIGHT,
    calls: [batch({ action: 'update', todo_ids: FORTY_EIGHT.map(({ id }) => id), project: 'wrok' })],
    data: { applied: 48 },
    kept: { 1: { project: 'wrok' }, 48: { project: 'wrok' } },
  },
  'Complete 2, 3 and 99': {
    calls: [batch({ action: 'complete', todo_ids: '2, #3, 99' })],
    both: ['No todo #99.'],
    text: ['2 todos changed, 1 failed.'],
    data: { applied: 2, failed: 1 },
    kept: { 3: { completed: true } },
  },
  'Note a long story': {
    calls: [add('Story', { description: 'Once upon a time. '.repeat(40) })],
    text: ['\n  Once upon', '…', 'get_todo shows one whole'],
    never: ['time. '.repeat(10)],
  },
  'Make a packing list: socks, charger, passport': {
    calls: [add('Pack', { checklist: 'Socks, Charger, Passport' })],
    text: ['Added #13 Pack (checklist 0/3).\n  1. [ ] Socks\n  2. [ ] Charger\n  3. [ ] Passport'],
    data: { todo: { checklist_done: '0/3', checklist: [{ item: 1, text: 'Socks', done: false }, {}, {}] } },
    kept: { 13: { checklist: SOCKS.map((text) => ({ text, done: false })) } },
  },
  'The charger is packed': {
    calls: [packing, list({ query: 'charger' }), tick(2)],
    both: ['2. Charger'],
    text: ['Ticked 2. Charger in #13 Pack (checklist 1/3).', '  2. [x] Charger'],
    never: ['Completed', 'All entries'],
    kept: { 13: { completed: false, checklist: [{ done: false }, { done: true }, { done: false }] } },
  },
  'The charger is packed (said twice)': {
    calls: [packing, tick('2'), tick('#2')],
    both: ['Entry 2 was done already; nothing changed.'],
  },
  'All is packed': {
    calls: [packing, batch(...[1, 2, 3].map((item) => ({ action: 'complete', todo_id: 13, item })))],
    both: ['All entries of the checklist are done. If the todo as a whole is too, complete it.'],
    text: [
      '1. ticked 1. Socks in #13 Pack (checklist 1/3)',
      '3. ticked 3. Passport in #13 Pack (checklist 3/3)',
    ],
    data: { applied: 1, results: [{ item: '1. Socks' }, {}, {}] },
    kept: { 13: { completed: false } },
  },
  'No, the charger is not': {
    calls: [packing, tick(2), tick(2, 'reopen_todo'), list({ query: 'pack' })],
    text: ['#13 Pack (checklist 0/3)'],
    data: { todos: [{ id: 13, checklist_done: '0/3' }] },
    never: ['Socks'],
  },
  'What is still to pack?': {
    calls: [packing, tick(2), ['get_todo', { todo_id: 13 }]],
    text: ['#13 Pack (checklist 1/3): open.\n  1. [ ] Socks\n  2. [x] Charger\n  3. [ ] Passport\n('],
  },
  'The fourth thing is packed': {
    calls: [packing, tick(4)],
    refused: true,
    text: [
      'The checklist of #13 has no entry 4; it has 3. Give the number of one of these: 1. Socks, 2. Charger',
    ],
  },
  'Tick the milk off (which has no checklist)': {
    calls: [['complete_todo', { todo_id: 2, item: 1 }]],
    refused: true,
    text: ['#2 has no checklist. Leave item out to mean the todo itself.'],
    kept: { 2: { completed: false } },
  },
  'Tick the first entry of several': {
    calls: [packing, batch({ action: 'complete', todo_ids: [2, 13], item: 1 })],
    refused: true,
    text: ['item is for one todo. Give todo_id, not todo_ids.'],
  },
  'Pack a book instead of the passport': {
    calls: [packing, tick(2), update(13, { checklist: ['charger', 'Book', 'Socks'] })],
    both: ['Before: checklist Socks, Charger, Passport. undo brings it back.'],
    kept: {
      13: { checklist: [{ text: 'charger', done: true }, { text: 'Book', done: false }, { text: 'Socks' }] },
    },
  },
  'And a towel': {
    calls: [packing, tick(2), update(13, { checklist: [...SOCKS, 'Towel'] })],
    text: ['checklist 1/4'],
    never: ['Before:'],
  },
  'Drop the packing list': {
    calls: [packing, update(13, { clear: ['checklist'] })],
    both: ['Before: checklist Socks, Charger, Passport.'],
    kept: { 13: { checklist: null } },
  },
  'Break down the move': {
    calls: [
      batch(
        { action: 'update', todo_id: 7, checklist: ['Get boxes', 'Sort the cellar', 'Label the boxes'] },
        { action: 'add', title: 'Book the van', due: '2027-02-26', project: 'Flat', description: 'For #7' },
      ),
      list({ project: 'flat' }),
    ],
    text: ['#7 Move to the new flat (due Mon 2027-03-01, project Flat, checklist 0/3)', '#13 Book the van'],
    kept: { 7: { due: '2027-03-01', description: 'Boxes: cellar', checklist: [{}, {}, {}] } },
  },
};
