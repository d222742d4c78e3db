/** Projects and tags: where they are used, and which spelling is the list's own. */
import { oncePerTodo } from './snapshot.ts';
import { cleanLine, labelKey, withoutHash } from './text/text.ts';
import type { Todo } from './todo.ts';

/** The keys of a todo's labels. */
export const labelKeysOf = oncePerTodo(({ tags, project }) => ({
  tags: (tags ?? []).map(labelKey),
  project: labelKey(project ?? ''),
}));

/** A label in the spelling found first, and how many todos have it. */
export interface LabelUse {
  readonly name: string;
  readonly count: number;
}

/** The projects of `todos`, the most used first. */
export function projectsOf(todos: readonly Todo[]): LabelUse[] {
  return counted(projectNames(todos));
}

/** The tags of `todos`, the most used first. */
export function tagsOf(todos: readonly Todo[]): LabelUse[] {
  return counted(tagNames(todos));
}

/** What people call having no such label; none of it is stored as a name. */
const NO_LABEL = {
  tag: /^(?:none|no[ _-]?tags?|untagged)$/,
  project: /^(?:none|inbox|no[ _-]?projects?)$/,
} as const;
type LabelKind = keyof typeof NO_LABEL;
/** In a filter: todos that have no such label. No label is empty. */
export const WITHOUT = '';

/** Whether `label` says that there is none, and isn't the name of one in `todos`. */
export function isNoLabel(kind: LabelKind, label: string, todos: readonly Todo[]): boolean {
  const key = labelKey(label);
  return NO_LABEL[kind].test(key) && !namesOf[kind](todos).some((name) => labelKey(name) === key);
}

/** The labels that a filter names: `a, b` is either, unless one in use has that name; `none` is `WITHOUT`. */
export function labelsIn(kind: LabelKind, filter: string, todos: readonly Todo[]): string[] {
  const whole = withoutHash(cleanLine(filter));
  const isOne =
    whole.includes(',') && namesOf[kind](todos).some((name) => labelKey(name) === labelKey(whole));
  const labels = isOne ? [whole] : whole.split(',').map((label) => withoutHash(label.trim()));
  return labels.filter(Boolean).map((label) => (isNoLabel(kind, label, todos) ? WITHOUT : label));
}

interface LabelFields {
  readonly tags?: readonly string[] | null | undefined;
  readonly add_tags?: readonly string[] | undefined;
  readonly project?: string | null | undefined;
}

/**
 * A function that gives tags and projects the spelling they have in `todos`, or had in an earlier call, so that `home`
 * and `Home` stay one label.
 *
 * @param except ids of todos whose own spelling must not count, because this change rewrites it
 */
export function spellingOf(
  todos: readonly Todo[],
  except: ReadonlySet<number> = new Set(),
): <F extends LabelFields>(fields: F) => F {
  const others = () => todos.filter(({ id }) => !except.has(id));
  const inTagSpelling = firstSpelling(() => tagNames(others()));
  const inProjectSpelling = firstSpelling(() => projectNames(others()));
  return (fields) => ({
    ...fields,
    ...(fields.tags && { tags: fields.tags.map(inTagSpelling) }),
    ...(fields.add_tags && { add_tags: fields.add_tags.map(inTagSpelling) }),
    ...(fields.project && { project: inProjectSpelling(fields.project) }),
  });
}

/** @param namesInUse called only when there is a label to spell */
function firstSpelling(namesInUse: () => readonly string[]): (label: string) => string {
  let spellings: Map<string, string> | undefined;
  return (label) => {
    // Reversed, because the last entry with a key stays in the map.
    spellings ??= new Map([...new Set(namesInUse())].toReversed().map((name) => [labelKey(name), name]));
    const key = labelKey(label);
    const spelling = spellings.get(key) ?? label;
    spellings.set(key, spelling);
    return spelling;
  };
}

const namesOf = { tag: tagNames, project: projectNames } as const;

function projectNames(todos: readonly Todo[]): string[] {
  return todos.flatMap(({ project }) => project || []);
}

function tagNames(todos: readonly Todo[]): string[] {
  return todos.flatMap(({ tags }) => (tags ?? []).map(withoutHash));
}

function counted(names: readonly string[]): LabelUse[] {
  const uses = new Map<string, LabelUse>();
  for (const name of names) {
    const key = labelKey(name);
    if (!key) continue;
    const { name: first, count } = uses.get(key) ?? { name, count: 0 };
    uses.set(key, { name: first, count: count + 1 });
  }
  return [...uses.values()].toSorted(
    (a, b) => b.count - a.count || (labelKey(a.name) < labelKey(b.name) ? -1 : 1),
  );
}
