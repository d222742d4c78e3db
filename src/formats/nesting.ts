import { count } from '../domain/text.ts';
import type { Draft } from './draft.ts';

/**
 * Puts the entries below other ones where todos have a place for them: those without a date become steps of the
 * checklist of the nearest entry above that stays, dated ones todos of their own. What a step can't hold is kept in the
 * description.
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

function isStep({ parent, due, planned, repeat, cancelled }: Draft): boolean {
  return !!parent && !due && !planned && !repeat && !cancelled;
}

/** The nearest entry above that is no step. Files that name their parents can name them in a circle. */
function ownerOf(step: Draft, steps: Set<Draft>): Draft | undefined {
  const seen = new Set<Draft>();
  let above: Draft | undefined = step;
  while (above && steps.has(above)) {
    if (seen.has(above)) {
      steps.delete(step);
      return undefined;
    }
    seen.add(above);
    above = above.parent;
  }
  // The next one below them has a shorter way.
  for (const each of seen) each.parent = above;
  return above;
}

function addStep(owner: Draft, step: Draft): void {
  const entries = [{ text: step.title, done: !!step.completed }, ...(step.checklist ?? [])];
  owner.checklist ??= [];
  for (const entry of entries) owner.checklist.push(entry);
  const tags = (step.tags ?? []).filter((tag) => tag.trim());
  const details = [
    step.description?.trim(),
    step.priority && `Priority: ${step.priority}`,
    tags.length && `Tags: ${tags.join(', ')}`,
    ...(step.extra ?? []),
  ].filter((detail) => !!detail);
  if (!details.length) return;
  const title = step.title.trim();
  (owner.extra ??= []).push(`${title}: ${details.join('; ')}`);
  (owner.notes ??= []).push(
    `a step has no fields: ${count(details.length, 'detail')} of "${title}" in the description`,
  );
}
