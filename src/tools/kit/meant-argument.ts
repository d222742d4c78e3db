import { isSpelledAlike, nearestName } from '../../render/did-you-mean.ts';

/** Names that models guess, and the arguments they mean, the likeliest first. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  id: ['todo_id'],
  ids: ['todo_ids'],
  name: ['title'],
  task: ['title', 'todo_id'],
  text: ['title', 'query'],
  content: ['title'],
  note: ['append', 'description'],
  notes: ['append', 'description'],
  details: ['append', 'description'],
  body: ['append', 'description'],
  comment: ['append', 'description'],
  deadline: ['due'],
  date: ['due', 'due_from'],
  time: ['due'],
  scheduled: ['planned'],
  schedule: ['planned'],
  plan: ['planned'],
  recurrence: ['repeat'],
  recurring: ['repeat'],
  rrule: ['repeat'],
  frequency: ['repeat'],
  tag: ['add_tags', 'tags'],
  label: ['add_tags', 'tags', 'tag'],
  labels: ['add_tags', 'tags', 'tag'],
  untag: ['remove_tags'],
  deletetags: ['remove_tags'],
  category: ['project'],
  list: ['project'],
  importance: ['priority'],
  search: ['query'],
  q: ['query'],
  keyword: ['query'],
  filter: ['view'],
  status: ['show_completed'],
  completed: ['show_completed'],
  since: ['completed_from', 'due_from'],
  count: ['steps', 'limit'],
  n: ['steps', 'limit'],
  dryrun: ['preview'],
  todos: ['changes'],
  items: ['checklist', 'changes'],
  steps: ['checklist'],
  subtasks: ['checklist'],
  entry: ['item'],
  index: ['item'],
  number: ['item'],
  actions: ['changes'],
};

/** Arguments that replace a value, and those that only add to it. */
const SAFER: ReadonlyMap<string, string> = new Map([
  ['description', 'append'],
  ['tags', 'add_tags'],
]);

/**
 * The known argument most likely meant by `given`; of two that fit, the one that loses nothing. `append_description` means
 * `append`, as `description` would replace the old text.
 */
export function meantArgument(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase().replaceAll(/[^a-z]/g, '');
  const synonyms = Object.hasOwn(MEANT, word) ? MEANT[word] : undefined;
  const synonym = synonyms?.find((name) => known.includes(name));
  if (synonym !== undefined) return synonym;
  const near = nearestName(given, known);
  const safer = near === undefined ? undefined : SAFER.get(near);
  if (near === undefined || safer === undefined || !known.includes(safer)) return near;
  return isSpelledAlike(given, near) ? near : safer;
}
