import { labelKey, withoutHash } from './fold.ts';
import { oncePerTodo } from './once-per-todo.ts';
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
  return counted(todos.flatMap(({ tags }) => (tags ?? []).map(withoutHash)));
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
  const inUse = (labelsOf: (todo: Todo) => readonly string[]) => {
    const names = new Set<string>();
    for (const todo of todos) if (!except.has(todo.id)) for (const name of labelsOf(todo)) names.add(name);
    return [...names];
  };
  const { tags, add_tags, project } = fields;
  const known = tags || add_tags ? inUse((todo) => todo.tags ?? []).map(withoutHash) : [];
  const projects = project ? inUse((todo) => (todo.project ? [todo.project] : [])) : [];
  return {
    ...fields,
    ...(tags && { tags: tags.map((tag) => inSpellingOf(known, tag)) }),
    ...(add_tags && { add_tags: add_tags.map((tag) => inSpellingOf(known, tag)) }),
    ...(project && { project: inSpellingOf(projects, project) }),
  };
}

/**
 * Gives each of many new todos the spelling that `todos`, or one of the many before it, have for its tags and project.
 *
 * @returns a function for one of them after the other
 */
export function spellingAfter(todos: readonly Todo[]): (added: Todo) => Todo {
  const [tags, projects] = [new Map<string, string>(), new Map<string, string>()];
  const spelt = (known: Map<string, string>, label: string) => {
    const key = labelKey(label);
    const spelling = known.get(key) ?? label;
    known.set(key, spelling);
    return spelling;
  };
  for (const todo of todos) {
    for (const tag of todo.tags ?? []) spelt(tags, withoutHash(tag));
    if (todo.project) spelt(projects, todo.project);
  }
  return (added) => ({
    ...added,
    ...(added.tags && { tags: added.tags.map((tag) => spelt(tags, tag)) }),
    ...(added.project && { project: spelt(projects, added.project) }),
  });
}

function inSpellingOf(known: readonly string[], label: string): string {
  const key = labelKey(label);
  return known.find((each) => labelKey(each) === key) ?? label;
}

/** The keys of the labels of a todo, by which labels are compared. */
export const labelKeysOf = oncePerTodo(({ tags, project }) => ({
  tags: (tags ?? []).map(labelKey),
  project: labelKey(project ?? ''),
}));

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
