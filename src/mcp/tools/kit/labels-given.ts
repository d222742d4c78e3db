/** Labels that say that there is none, which are never stored. */
import { TodoError } from '../../../domain/errors.ts';
import { isNoLabel } from '../../../domain/labels.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { shown } from '../../../domain/text/describe-value.ts';

interface LabelArguments {
  readonly project?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly add_tags?: readonly string[] | undefined;
}

/** The labels in `args` that say that there is none, such as the project `none` or `inbox`. */
export function noLabelsIn(
  { project, tags = [], add_tags = [] }: LabelArguments,
  { todos }: Snapshot,
): string[] {
  return [
    ...(project !== undefined && isNoLabel('project', project, todos) ? [project] : []),
    ...[...tags, ...add_tags].filter((tag) => isNoLabel('tag', tag, todos)),
  ];
}

/** `args` without the labels that say that there is none. */
export function withoutNoLabels<A extends LabelArguments>(args: A, snapshot: Snapshot): A {
  const none = noLabelsIn(args, snapshot);
  if (!none.length) return args;
  return {
    ...args,
    ...(args.project !== undefined && none.includes(args.project) && { project: undefined }),
    ...(args.tags && { tags: args.tags.filter((tag) => !none.includes(tag)) }),
  };
}

/** @throws TodoError `invalid_input` when a label says that there is none: to have none is another argument's job */
export function refuseNoLabels(args: LabelArguments, snapshot: Snapshot): void {
  const [none] = noLabelsIn(args, snapshot);
  if (none === undefined) return;
  const field = none === args.project ? 'project' : 'tags';
  throw new TodoError(
    'invalid_input',
    `${shown(none)} is no name of a ${field === 'tags' ? 'tag' : field}.`,
    `To have none, use clear: ["${field}"].`,
  );
}
