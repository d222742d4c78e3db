import type { Snapshot } from './snapshot.ts';
import { matchKey } from './todo.ts';

/** The projects of open todos that begin with `typed`, ignoring case; the most used first. */
export function projectsInUse(snapshot: Snapshot, typed: string): string[] {
  const uses = new Map<string, { label: string; count: number }>();
  for (const { completed, project } of snapshot.todos) {
    if (completed || !project || !matchKey(project).startsWith(matchKey(typed.trim()))) continue;
    const use = uses.get(matchKey(project)) ?? { label: project, count: 0 };
    use.count++;
    uses.set(matchKey(project), use);
  }
  return [...uses.values()].toSorted((a, b) => b.count - a.count).map(({ label }) => label);
}
