import type { Moment } from '../domain/dates/calendar.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { FixedResource } from './fixed-resource.ts';
import { fullMarkdown } from './full-markdown.ts';
import { stats } from './stats.ts';
import { today } from './today.ts';
import { todoById } from './todo-by-id.ts';

/** The table of fixed resources, in the order clients list them; the template of single todos is in todo-by-id.ts. */
export const resources: readonly FixedResource[] = [fullMarkdown, today, stats];

/**
 * The content of any resource.
 *
 * @throws TodoError `invalid_input` or `todo_not_found` when there is no such resource
 */
export function readResource(
  uri: string,
  snapshot: Snapshot,
  moment: Moment,
): { readonly uri: string; readonly mimeType: string; readonly text: string } {
  const fixed = resources.find((resource) => resource.uri === uri);
  if (fixed) return { uri, mimeType: fixed.mimeType, text: fixed.read(snapshot, moment) };
  return { uri, mimeType: todoById.mimeType, text: todoById.read(snapshot, uri, moment) };
}
