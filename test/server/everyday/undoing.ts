import { add, batch, complete, elsewhere, type EverydayTable, undo, update } from './everyday.ts';

/** Requests that take something back, or ask what changed. */
export const UNDOING: EverydayTable = {
  'Undo that': {
    calls: [complete(2), undo()],
    text: ['Undid complete_todo of Sat 2026-11-21 12:00', 'reverted: #2 Buy milk'],
    kept: { 2: { completed: false } },
  },
  'Undo that (another conversation was faster)': {
    calls: [complete(2), elsewhere(complete(3)), undo({ todo_id: 2 })],
    both: ['Buy milk'],
    never: ['roses'],
    data: { steps_left: 1 },
    kept: { 2: { completed: false }, 3: { completed: true } },
  },
  'Undo that, but only for the milk (of a batch)': {
    calls: [batch({ action: 'complete', todo_ids: [2, 3] }), undo({ todo_id: 2 }), undo()],
    both: ['Water the roses'],
    data: { steps_left: 0 },
    kept: { 2: { completed: false }, 3: { completed: false } },
  },
  'Undo the milk twice': {
    calls: [complete(2), undo({ todo_id: 2 }), undo({ todo_id: 2 })],
    refused: true,
    text: ['No change to #2 can be undone.'],
  },
  'Undo the last two of the milk': {
    calls: [complete(2), undo({ todo_id: 2, steps: 2 })],
    refused: true,
    text: ['steps and todo_id are both given'],
    kept: { 2: { completed: true } },
  },
  'What changed since yesterday?': {
    calls: [
      update(5, { due: 'fri', title: 'Report' }),
      elsewhere(complete(2)),
      add('Call Mum'),
      undo({ preview: true }),
    ],
    both: [
      'added #13 Call Mum',
      'changed #2 Buy milk: completed',
      'due Mon 2026-11-23 -> Fri 2026-11-27',
      'Nothing was changed.',
    ],
    text: ['1. add_todo of Sat 2026-11-21 12:00:'],
    data: {
      steps_left: 3,
      steps: [{ tool: 'add_todo' }, { tool: 'complete_todo' }, { tool: 'update_todo' }],
    },
    kept: { 2: { completed: true }, 13: { title: 'Call Mum' } },
  },
  'What did you do to the packing list?': {
    calls: [
      add('Pack', { checklist: 'Socks, Charger', due: 'fri' }),
      update(13, { due: 'fri 9:30', planned: 'thu' }),
      ['complete_todo', { todo_id: 13, item: 2 }],
      undo({ preview: true, todo_id: 13 }),
    ],
    both: [
      'changed #13 Pack: checklist 0/2: Socks, Charger -> 1/2: Socks, [x] Charger',
      'due Fri 2026-11-27 -> Fri 2026-11-27 09:30, planned none -> Thu 2026-11-26',
    ],
  },
  'What did you do to the report?': {
    calls: [update(5, { due: 'fri' }), complete(2), undo({ preview: true, todo_id: 5 })],
    both: ['changed #5 Write the report'],
    never: ['milk'],
  },
  'What would undo do? (nothing)': {
    calls: [undo({ preview: true })],
    both: ['No change can be undone.'],
    data: { steps: [], steps_left: 0 },
  },
};
