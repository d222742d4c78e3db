/** A list as a person may have it on Saturday, 2026-11-21. */
export const HOME = [
  {
    id: 1,
    title: 'Pay the electricity bill',
    completed: false,
    due: '2026-11-19',
    priority: 'high',
    project: 'Home',
  },
  {
    id: 2,
    title: 'Call the plumber',
    completed: false,
    due: '2026-11-21',
    due_time: '15:00',
    tags: ['phone'],
  },
  {
    id: 3,
    title: 'Sort the photos',
    completed: false,
    planned: '2026-11-21',
    due: '2026-12-24',
    project: 'Family',
  },
  { id: 4, title: 'Post the parcel', completed: false, due: '2026-11-22', tags: ['errand'] },
  {
    id: 5,
    title: 'Put the bins out',
    completed: false,
    due: '2026-11-23',
    repeat: 'every mon',
    project: 'Home',
  },
  {
    id: 6,
    title: 'Plan the birthday party',
    description: 'Ten children, two hours, no clown.',
    completed: false,
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
  },
  {
    id: 7,
    title: 'Renew the passport',
    completed: false,
    due: '2027-02-01',
    priority: 'high',
    tags: ['papers'],
  },
  { id: 8, title: 'Read a book about ferns', completed: false },
  {
    id: 9,
    title: 'Buy milk',
    completed: true,
    completed_at: '2026-11-21T08:00:00.000Z',
    updated_at: '2026-11-21T08:00:00.000Z',
  },
];

/** Forty todos without a date, so long that the server needs several answers for them. */
export const MANY = Array.from({ length: 40 }, (_, index) => ({
  id: index + 1,
  title: `Todo number ${index + 1}`,
  description: '\u{1F984}'.repeat(100),
  completed: false,
}));
