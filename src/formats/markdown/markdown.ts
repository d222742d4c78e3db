import type { Snapshot } from '../../domain/snapshot.ts';
import { count } from '../../domain/text.ts';
import { listAsMarkdown } from '../../render/markdown.ts';
import type { Draft, Reading, Setting } from '../draft.ts';
import { refuseTooManyEntries } from '../unreadable.ts';
import { Losses, type Written } from '../written.ts';
import { takeMarks } from './marks.ts';
import { isOwn, readOwnTodo } from './own.ts';

/** An entry of a checklist, in quotes and callouts too; `[-]` is a cancelled one. */
const TASK = /^(?<indent>\s*)(?:[-*+]|\d{1,9}[.)])\s+\[(?<mark>.)\](?:\s+(?<text>.*))?$/u;
const QUOTE = /^(?:\s*>)+ ?/;
/** How many lines of other text are named. */
const LINES_NAMED = 10;
const FENCE = /^\s*(?<fence>`{3,}|~{3,})/;

/** Whether a line is an entry of a checklist. */
export function isTask(line: string): boolean {
  return TASK.test(line.replace(QUOTE, ''));
}

/** Reads every checklist of a Markdown file, with the marks of Obsidian Tasks. Code blocks and front matter don't count. */
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
  const named = ignored.slice(0, LINES_NAMED).join(', ');
  const more = ignored.length - LINES_NAMED;
  const lines = more > 0 ? `${named} and ${more} more` : named;
  return `${count(ignored.length, 'line')} of other text not taken (${lines}); entries begin with "- [ ]".`;
}

/** Where the text begins that is no front matter. */
function endOfFrontMatter(lines: readonly string[]): number {
  if (lines[0] !== '---') return 0;
  return lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) + 1;
}

/** Reads one line after the other: what an entry belongs to, and which text belongs to it, is told by its indentation. */
class ChecklistReader {
  /** the numbers of the lines that are neither an entry nor a part of one, headings aside */
  readonly ignored: number[] = [];
  /** the entry that was read last, and those that it is below */
  #above: { draft: Draft; indent: number }[] = [];
  #fence = '';
  #quote = '';

  /** @returns the entry that begins here, if there is one */
  read(given: string, number: number): Draft | undefined {
    const quote = QUOTE.exec(given)?.[0] ?? '';
    const line = given.slice(quote.length);
    // What is quoted belongs to nothing outside.
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

  /** Forgets the entries that end before a line, as it is not indented more than they are. */
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

/** Columns; a tab goes to the next multiple of four. */
function widthOf(space: string): number {
  return Array.from(space).reduce(
    (width, character) => width + (character === '\t' ? 4 - (width % 4) : 1),
    0,
  );
}

/** The Markdown that the server shows, too. */
export function writeMarkdown(snapshot: Snapshot, { moment }: Setting): Written {
  const losses = new Losses();
  for (const todo of snapshot.todos) losses.addFilled(todo, ['series_date']);
  return { text: listAsMarkdown(snapshot, moment), todos: snapshot.todos.length, lost: losses.list() };
}
