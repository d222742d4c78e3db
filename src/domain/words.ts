import { fold } from './fold.ts';
import { oncePerTodo } from './once-per-todo.ts';
import type { Todo } from './todo.ts';

/** The words of a query as they are looked for, folded; `#` and punctuation around them don't count. */
export function wordsOfQuery(query: string): string[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return [...new Set(words.map((word) => word.replace(/^[#"'(]+|[,.;:!?"')]+$/g, '') || word))];
}

/** How many of `words` occur in the title, description, tags, project or checklist of `todo`. */
export function wordsIn(todo: Todo, words: readonly string[]): number {
  const text = searchText(todo);
  return words.filter((word) => text.includes(word)).length;
}

const searchText = oncePerTodo(({ title, description, project, tags, checklist }) =>
  fold(
    [title, description, project, ...(tags ?? []), ...(checklist ?? []).map(({ text }) => text)].join('\n'),
  ),
);

/** The words of a title by which others like it are found, folded. */
export function wordsOfTitle(title: string): string[] {
  return fold(title).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** What titles share that differ only in case, accents, spaces and punctuation. */
export function titleKey(title: string): string {
  return wordsOfTitle(title).join('') || fold(title);
}

/** The same of a todo's title. */
export const titleKeyOf = oncePerTodo(({ title }) => titleKey(title));
