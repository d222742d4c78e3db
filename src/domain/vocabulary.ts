import { labelKey } from './fold.ts';
import type { Todo } from './todo.ts';

/** A project or tag with the number of todos that have it, in the spelling that was met first. */
export interface Label {
  readonly name: string;
  readonly count: number;
}

/** The projects of `todos`, the most used first. */
export function projectsOf(todos: readonly Todo[]): Label[] {
  return counted(todos.map(({ project }) => project ?? ''));
}

/** The tags of `todos`, the most used first. */
export function tagsOf(todos: readonly Todo[]): Label[] {
  return counted(todos.flatMap(({ tags }) => tags ?? []));
}

/** Fields of a todo that hold labels. */
interface LabelFields {
  readonly tags?: readonly string[] | undefined;
  readonly add_tags?: readonly string[] | undefined;
  readonly project?: string | undefined;
}

/**
 * `fields` with each tag and project in the spelling that `todos` have for it, so that `home` and `Home` stay one.
 *
 * @param except ids of todos whose spelling doesn't count, as it is they that are given another
 */
export function withKnownSpelling<F extends LabelFields>(
  fields: F,
  todos: readonly Todo[],
  except: ReadonlySet<number> = new Set(),
): F {
  const others = todos.filter(({ id }) => !except.has(id));
  const tags = (given: readonly string[]) =>
    inSpellingOf(
      given,
      others.flatMap((todo) => todo.tags ?? []),
    );
  const { project, tags: set, add_tags: added } = fields;
  return {
    ...fields,
    ...(set && { tags: tags(set) }),
    ...(added && { add_tags: tags(added) }),
    ...(project && {
      project: inSpellingOf(
        [project],
        others.flatMap((todo) => todo.project ?? []),
      )[0],
    }),
  };
}

function inSpellingOf(given: readonly string[], known: readonly string[]): string[] {
  return given.map((label) => {
    const key = labelKey(label);
    return known.find((each) => labelKey(each) === key) ?? label;
  });
}

function counted(names: readonly string[]): Label[] {
  const labels = new Map<string, Label>();
  for (const name of names) {
    const key = labelKey(name);
    if (!key) continue;
    const label = labels.get(key) ?? { name, count: 0 };
    labels.set(key, { ...label, count: label.count + 1 });
  }
  return [...labels.values()].toSorted(
    (a, b) => b.count - a.count || (labelKey(a.name) < labelKey(b.name) ? -1 : 1),
  );
}
