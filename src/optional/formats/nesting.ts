/** Turns nested entries into checklists. */
import { labelKey } from '../../domain/text/text.ts';
import type { Draft } from './reading.ts';

/**
 * Turns nested entries into checklists. An entry without a date becomes a step of the nearest entry above it that stays
 * a todo; the details of a step go into that todo's description.
 *
 * @returns the entries that stay
 */
export function withoutNesting(drafts: readonly Draft[]): Draft[] {
  const steps = new Set(drafts.filter(isStep));
  for (const step of steps) {
    const owner = ownerOf(step, steps);
    if (owner) addStep(owner, step);
  }
  return drafts.filter((draft) => !steps.has(draft));
}

function isStep({ parent, due, planned, repeat, leftOut, refusal }: Draft): boolean {
  return !!parent && !due && !planned && !repeat && (leftOut ?? refusal) === undefined;
}

/** The nearest entry above that isn't a step itself. A step whose parents form a circle becomes a todo instead. */
function ownerOf(step: Draft, steps: Set<Draft>): Draft | undefined {
  const passed = new Set<Draft>();
  let above: Draft | undefined = step;
  while (above && steps.has(above)) {
    if (passed.has(above)) {
      steps.delete(step);
      return undefined;
    }
    passed.add(above);
    above = above.parent;
  }
  // Shortens the way for the next step, so that deep nesting doesn't take quadratic time.
  for (const each of passed) each.parent = above;
  return above;
}

function addStep(owner: Draft, step: Draft): void {
  owner.checklist ??= [];
  owner.checklist.push({ text: step.title, done: !!step.completed });
  for (const entry of step.checklist ?? []) owner.checklist.push(entry);
  // A tag of the whole, such as the one that a program finds its tasks by, needs no second mention.
  const known = new Set((owner.tags ?? []).map(labelKey));
  const tags = (step.tags ?? []).filter((tag) => tag.trim() && !known.has(labelKey(tag)));
  const details = [
    step.description?.trim(),
    step.priority && `Priority: ${step.priority}`,
    tags.length && `Tags: ${tags.join(', ')}`,
    ...(step.extra ?? []),
  ].filter((detail) => !!detail);
  if (step.completedOn)
    addNote(owner, 'a step has no date: the days on which its steps were completed are left out');
  if (!details.length) return;
  const title = step.title.trim();
  (owner.extra ??= []).push(`${title}: ${details.join('; ')}`);
  (owner.notes ??= []).push(`a step has no fields: those of "${title}" are in the description`);
}

function addNote(draft: Draft, note: string): void {
  draft.notes ??= [];
  if (!draft.notes.includes(note)) draft.notes.push(note);
}
