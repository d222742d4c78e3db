/** The table of resources, and reading them. */
import type { Moment } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import { findTodo } from '../../domain/find-todo.ts';
import { countsOf, overviewOf } from '../../domain/overview.ts';
import { shown } from '../../domain/text/describe-value.ts';
import { nearestName } from '../../domain/text/did-you-mean.ts';
import { safely } from '../../domain/text/text.ts';
import { type Reading, withNotice } from '../../domain/todo-store.ts';
import { listAsMarkdown, todayAsMarkdown, todoAsMarkdown } from '../../render/markdown.ts';
import { uriOf } from '../../render/todo-uri.ts';
import type { ListResource, LoadedResource, Resource } from './resource.ts';
import { todoById, todoIdIn } from './todo-by-id.ts';

/** The fixed resources, in the order clients list them. Single todos are resources too: see todo-by-id.ts. */
export const resources: readonly ListResource[] = [
  {
    uri: 'todos://full-markdown',
    name: 'full-markdown',
    title: 'All todos',
    description: 'All todos as Markdown, open ones first',
    mimeType: 'text/markdown',
    read: (snapshot, moment) => listAsMarkdown(snapshot, moment),
  },
  {
    uri: 'todos://today',
    name: 'today',
    title: 'Today',
    description: 'What is overdue, due and planned for today, as Markdown',
    mimeType: 'text/markdown',
    read: (snapshot, moment) => todayAsMarkdown(snapshot, moment),
  },
  {
    uri: 'todos://stats',
    name: 'stats',
    title: 'Counts',
    description: 'How many todos are open, completed, overdue, for today and stale, as JSON',
    mimeType: 'application/json',
    read: (snapshot, moment) => ({ today: moment.today, ...countsOf(overviewOf(snapshot, moment)) }),
  },
];

/** What reading a resource takes. */
type Content = Pick<Resource, 'mimeType' | '_meta'> &
  (Pick<ListResource, 'read'> | Pick<LoadedResource, 'load'>);

/**
 * The resource at a URI: a fixed one or a single todo. Reading a todo that doesn't exist throws a TodoError `todo_not_found`.
 *
 * @param added resources of optional parts
 * @throws TodoError `invalid_input` when no list can have such a resource
 */
export function resourceAt(uri: string, added: readonly Resource[]): Content {
  const fixed = [...resources, ...added].find(
    (resource) => resource.uri === uri || ('isAt' in resource && resource.isAt?.(uri)),
  );
  if (fixed) return fixed;
  const id = todoIdIn(uri);
  if (id === undefined) throw unknownResource(uri);
  return {
    mimeType: todoById.mimeType,
    read: (snapshot, moment) => todoAsMarkdown(findTodo(snapshot, id), moment),
  };
}

/**
 * The text of a resource.
 *
 * @throws TodoError `todo_not_found`, with the notice about the list if there is one
 */
export function textOf(
  { read }: Pick<ListResource, 'read'>,
  { snapshot, notice }: Reading,
  moment: Moment,
): string {
  const content = withNotice(notice, () => safely(read(snapshot, moment)));
  if (typeof content !== 'string') return JSON.stringify({ ...content, notice }, null, 2);
  return notice === undefined ? content : `${content}\n${notice}\n`;
}

function unknownResource(uri: string): TodoError {
  const known = resources.map((resource) => resource.uri);
  const near = nearestName(uri, known);
  const hint = near === undefined ? '' : `Did you mean ${near}? `;
  const offer = `The resources are ${known.join(', ')}, and single todos such as ${uriOf(7)}.`;
  return new TodoError('invalid_input', `Unknown resource ${shown(uri)}.`, hint + offer);
}
