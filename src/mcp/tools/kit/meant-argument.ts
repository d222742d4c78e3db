/** Which argument a model meant by an unknown name. */
import { isSpelledAlike, nearestName } from '../../../domain/text/did-you-mean.ts';

/** Names that models guess, and the arguments they may mean, the likeliest first. */
const GUESSES: readonly (readonly [names: string, meant: readonly string[]])[] = [
  ['id', ['todo_id']],
  ['name content', ['title']],
  ['task todo', ['title', 'todo_id']],
  ['text', ['title', 'query']],
  ['note notes details body comment comments addnote addnotes link url', ['append', 'description']],
  ['deadline time', ['due']],
  ['date', ['due', 'on']],
  ['doneon completedon completedat', ['on']],
  ['scheduled schedule plan when start startdate startday', ['planned']],
  ['recurrence recurring rrule frequency recur', ['repeat']],
  ['tag', ['add_tags', 'tags']],
  ['label labels addlabel addlabels', ['add_tags', 'tags', 'tag']],
  ['untag deletetags removelabels', ['remove_tags']],
  ['category list listname folder moveto', ['project']],
  ['importance', ['priority']],
  ['search q keyword', ['query']],
  ['filter', ['view']],
  ['since', ['completed_from', 'due_from']],
  ['addedfrom addedsince createdsince createdafter added created', ['created_from']],
  ['count n', ['steps', 'limit']],
  ['dryrun', ['preview']],
  ['todos actions', ['changes']],
  ['items', ['add_items', 'checklist', 'changes']],
  ['step steps addstep addsteps subtask subtasks addsubtask addsubtasks', ['add_items', 'checklist']],
  ['newchecklist checklistitem checklistitems additem', ['add_items', 'checklist']],
  ['entry index number', ['item']],
];

/** Arguments that replace a value, and those that only add to it. */
const SAFER: ReadonlyMap<string, string> = new Map([
  ['description', 'append'],
  ['tags', 'add_tags'],
  ['checklist', 'add_items'],
]);
/** In a word that adds: `add_checklist`, `checklist_append`. */
const ADDS = /^(?:add|append|new|more|extra|insert)|(?:add|append)$/;
/** Begins a word that takes away or turns around what follows. */
const AWAY = /^(?:remove|delete|drop|clear|unset|empty|reset|not|no|without|exclude|except)_?(?=[a-z])/;

/**
 * The known argument most likely meant by `given`; of two that fit, the one that loses nothing. `append_description` means
 * `append`, as `description` would replace the old text; `remove_project` never means `project`.
 */
export function meantArgument(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase().replaceAll(/[^a-z]/g, '');
  const [, meant = []] = GUESSES.find(([names]) => names.split(' ').includes(word)) ?? [];
  const synonym = meant.find((name) => known.includes(name));
  if (synonym !== undefined) return synonym;
  const near = nearestName(given, known);
  const safer = near === undefined ? undefined : SAFER.get(near);
  const adder = safer !== undefined && known.includes(safer) ? safer : near;
  if (ADDS.test(word)) return adder;
  if (near !== undefined && isSpelledAlike(given, near)) return near;
  return AWAY.test(given.toLowerCase()) ? takesAway(word.replace(AWAY, ''), known) : adder;
}

function takesAway(field: string, known: readonly string[]): string | undefined {
  const name = nearestName(field, known);
  if (name === undefined || !known.includes('clear')) return undefined;
  return name.endsWith('tags') ? 'remove_tags' : `clear: ["${name}"]`;
}
