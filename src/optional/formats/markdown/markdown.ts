import type { Snapshot } from '../../../domain/snapshot.ts';
import { count, firstOf } from '../../../domain/text/text.ts';
import { listAsMarkdown } from '../../../render/markdown.ts';
import { type Draft, type Reading, refuseTooManyEntries, type Setting } from '../reading.ts';
import { Losses, type Written } from '../written.ts';
import { takeMarks } from './marks.ts';
import { isOwn, readOwnTodo } from './own.ts';

/** A task of a checklist, also in quotes and callouts; `[-]` is a cancelled one. */
const TASK = /^(?<indent>\s*)(?:[-*+]|\d{1,9}[.)])\s+\[(?<mark>.)\](?:\s+(?<text>.*))?$/u;
const QUOTE = /^(?:\s*>)+ ?/;
/** How many lines of ignored text are named. */
const LINES_NAMED = 10;
const FENCE = /^\s*(?<fence>`{3,}|~{3,})/;

export function isTask(line: string): boolean {
  return TASK.test(line.replace(QUOTE, ''));
}

/** Reads every task of a Markdown file, with the marks of Obsidian Tasks. Code blocks and front matter are ignored. */
export function readMarkdown(text: string): Reading {
  const lines = text.split('\n');
  const own = isOwn(lines);
  const reader = new ChecklistReader();
  const drafts: Draft[] = [];
  for (let index = endOfFrontMatter(lines); index < lines.length;) {
    const todo = own ? readOwnTodo(lines, index) : undefined;
    if (todo) {
      drafts.push(todo.draft);
      index = todo.next;
    } else {
      const draft = reader.read(lines[index] ?? '', index + 1);
      if (draft) drafts.push(draft);
      index += 1;
    }
    refuseTooManyEntries(drafts.length);
  }
  return { drafts, refused: [], notes: reader.ignored.length ? [noteOn(reader.ignored)] : [] };
}

function noteOn(ignored: readonly number[]): string {
  const lines = firstOf(ignored.map(String), LINES_NAMED);
  return `${count(ignored.length, 'line')} of other text ignored (${lines}); entries begin with "- [ ]".`;
}

/** The index of the line where the text begins. */
function endOfFrontMatter(lines: readonly string[]): number {
  if (lines[0] !== '---') return 0;
  return lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) + 1;
}

/** Reads line by line. Indentation decides which entry a line of text or another entry belongs to. */
class ChecklistReader {
  /** the numbers of the lines outside of entries, except headings */
  readonly ignored: number[] = [];
  /** the entries that a more indented line belongs to, the latest last */
  #above: { draft: Draft; indent: number }[] = [];
  #fence = '';
  #quote = '';

  /** @returns the entry on this line, if there is one */
  read(given: string, number: number): Draft | undefined {
    const quote = QUOTE.exec(given)?.[0] ?? '';
    const line = given.slice(quote.length);
    // An entry outside of a quote doesn't continue inside it.
    if (quote.trim() !== this.#quote) this.#above = [];
    this.#quote = quote.trim();
    if (this.#isCode(line)) return undefined;
    const { indent: space = '', mark = ' ', text = '' } = TASK.exec(line)?.groups ?? {};
    if (!TASK.test(line)) {
      this.#readText(line, number);
      return undefined;
    }
    const indent = widthOf(space);
    this.#endEntries(line);
    const draft: Draft = {
      line: number,
      title: '',
      completed: /x/i.test(mark),
      cancelled: mark === '-',
      parent: this.#above.at(-1)?.draft,
    };
    takeMarks(draft, text);
    this.#above.push({ draft, indent });
    return draft;
  }

  /** Text that is indented more than an entry is its description. */
  #readText(line: string, number: number): void {
    if (!line.trim()) return;
    this.#endEntries(line);
    const entry = this.#above.at(-1);
    if (entry) {
      const text = line.trimStart();
      entry.draft.description = entry.draft.description ? `${entry.draft.description}\n${text}` : text;
    } else if (!/^#{1,6} /.test(line)) {
      this.ignored.push(number);
    }
  }

  /** Drops the entries that end at `line`, which is not indented more than they are. */
  #endEntries(line: string): void {
    const indent = widthOf(/^\s*/.exec(line)?.[0] ?? '');
    this.#above = this.#above.filter((entry) => entry.indent < indent);
  }

  #isCode(line: string): boolean {
    const fence = FENCE.exec(line)?.groups?.['fence'] ?? '';
    if (!this.#fence) {
      if (fence) this.#endEntries(line);
      this.#fence = fence;
      return !!fence;
    }
    if (fence.startsWith(this.#fence) && line.trim().endsWith(fence)) this.#fence = '';
    return true;
  }
}

/** The width of white space in columns, with tab stops at multiples of four. */
function widthOf(space: string): number {
  return Array.from(space).reduce(
    (width, character) => width + (character === '\t' ? 4 - (width % 4) : 1),
    0,
  );
}

/** The Markdown of the resource todos://full-markdown. */
export function writeMarkdown(snapshot: Snapshot, { moment }: Setting): Written {
  const losses = new Losses();
  for (const todo of snapshot.todos) {
    losses.addFilled(todo, ['series_date']);
    losses.addUnknown(todo);
  }
  return { text: listAsMarkdown(snapshot, moment), todos: snapshot.todos.length, lost: losses.list() };
}
