import type { Snapshot } from './snapshot.ts';
import { matchKey } from './todo.ts';

/** A project or tag with the number of open todos that have it, in the spelling that was met first. */
export interface Label {
  readonly name: string;
  readonly open: number;
}

/** The projects of open todos, the most used first. */
export function projectsOf({ todos }: Snapshot): Label[] {
  return counted(todos.filter((todo) => !todo.completed).map(({ project }) => project ?? ''));
}

/** The tags of open todos, the most used first. */
export function tagsOf({ todos }: Snapshot): Label[] {
  return counted(todos.filter((todo) => !todo.completed).flatMap(({ tags }) => tags ?? []));
}

function counted(names: readonly string[]): Label[] {
  const labels = new Map<string, Label>();
  for (const name of names) {
    if (!name) continue;
    const label = labels.get(matchKey(name)) ?? { name, open: 0 };
    labels.set(matchKey(name), { ...label, open: label.open + 1 });
  }
  return [...labels.values()].toSorted(
    (a, b) => b.open - a.open || (matchKey(a.name) < matchKey(b.name) ? -1 : 1),
  );
}
