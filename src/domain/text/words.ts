import { oncePerTodo } from '../snapshot.ts';
import type { Todo } from '../todo.ts';
import { fold } from './text.ts';

/** The words a query looks for, folded, each once, without `#` and punctuation around them. */
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

/** The words of a title, folded, to find similar ones by. */
export function wordsOfTitle(title: string): string[] {
  return fold(title).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** The same for titles that differ only in case, accents, spaces and punctuation. */
export function titleKey(title: string): string {
  return wordsOfTitle(title).join('') || fold(title);
}

/** The key of a todo's title. */
export const titleKeyOf = oncePerTodo(({ title }) => titleKey(title));
