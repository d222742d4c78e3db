const todo = (id: number, title: string, fields: object = {}) => ({ id, title, completed: false, ...fields });

/** A list on Saturday, 2026-11-21. */
export const HOME = [
  todo(1, 'Pay the electricity bill', { due: '2026-11-19', priority: 'high', project: 'Home' }),
  todo(2, 'Call the plumber', { due: '2026-11-21', due_time: '15:00', tags: ['phone'] }),
  todo(3, 'Sort the photos', { planned: '2026-11-21', due: '2026-12-24', project: 'Family' }),
  todo(4, 'Post the parcel', { due: '2026-11-22', tags: ['errand'] }),
  todo(5, 'Put the bins out', { due: '2026-11-23', repeat: 'every mon', project: 'Home' }),
  todo(6, 'Plan the birthday party', {
    description: 'Ten children, two hours, no clown.',
    due: '2026-11-27',
    priority: 'medium',
    project: 'Family',
    checklist: [
      { text: 'Make the list of guests', done: true },
      { text: 'Order the cake', done: true },
      { text: 'Find the candles', done: false },
      { text: 'Ask for the garden', done: false },
      { text: 'Write the invitations', done: false },
    ],
  }),
  todo(7, 'Renew the passport', { due: '2027-02-01', priority: 'high', tags: ['papers'] }),
  todo(8, 'Read a book about ferns'),
  todo(9, 'Buy milk', {
    completed: true,
    completed_at: '2026-11-21T08:00:00.000Z',
    updated_at: '2026-11-21T08:00:00.000Z',
  }),
];

/** Forty todos without a date, so long that reading them takes several calls. */
export const MANY = Array.from({ length: 40 }, (_, index) =>
  todo(index + 1, `Todo number ${index + 1}`, { description: '\u{1F984}'.repeat(100) }),
);

/** Todos with short titles and without dates. */
export const plain = (count: number) =>
  Array.from({ length: count }, (_, index) => todo(index + 1, `Todo ${index + 1}`));

/** Todos whose texts are long, without a space, or in other scripts. */
export const ODD = [
  todo(1, '買い物と料理'.repeat(33), { due: '2026-11-21', project: '家'.repeat(50) }),
  todo(2, `https://example.com/${'path'.repeat(45)}`, { due: '2026-11-19', priority: 'high' }),
  todo(3, 'לקנות חלב, לחם וביצים!', { planned: '2026-11-21', tags: ['קניות', 'x'.repeat(50)] }),
];
