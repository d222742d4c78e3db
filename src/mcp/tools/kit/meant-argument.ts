/** Which argument a model meant by an unknown name. */
import { isSpelledAlike, nearestName } from '../../../domain/text/did-you-mean.ts';

/** Names that models guess, and the arguments they may mean, the likeliest first. */
const GUESSES: readonly (readonly [names: string, meant: readonly string[]])[] = [
  ['id', ['todo_id']],
  ['ids', ['todo_ids']],
  ['name content', ['title']],
  ['task', ['title', 'todo_id']],
  ['text', ['title', 'query']],
  ['note notes details body comment', ['append', 'description']],
  ['deadline time', ['due']],
  ['date', ['due', 'due_from']],
  ['scheduled schedule plan', ['planned']],
  ['recurrence recurring rrule frequency', ['repeat']],
  ['tag', ['add_tags', 'tags']],
  ['label labels', ['add_tags', 'tags', 'tag']],
  ['untag deletetags', ['remove_tags']],
  ['category list', ['project']],
  ['importance', ['priority']],
  ['search q keyword', ['query']],
  ['filter', ['view']],
  ['status completed', ['show_completed']],
  ['since', ['completed_from', 'due_from']],
  ['count n', ['steps', 'limit']],
  ['dryrun', ['preview']],
  ['todos actions', ['changes']],
  ['items', ['checklist', 'changes']],
  ['steps subtasks', ['checklist']],
  ['entry index number', ['item']],
];

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
  const [, meant = []] = GUESSES.find(([names]) => names.split(' ').includes(word)) ?? [];
  const synonym = meant.find((name) => known.includes(name));
  if (synonym !== undefined) return synonym;
  const near = nearestName(given, known);
  const safer = near === undefined ? undefined : SAFER.get(near);
  if (near === undefined || safer === undefined || !known.includes(safer)) return near;
  return isSpelledAlike(given, near) ? near : safer;
}
