/** Reads the tasks of Markdown checklists, and writes our own. */
import type { Snapshot } from '../../../domain/snapshot.ts';
import { listAsMarkdown } from '../../../render/markdown.ts';
import { endOfFrontMatter, indentOf, isDone, Outline, shareOf } from '../outline.ts';
import { CANCELLED, linesNoted, type Reading, type Setting } from '../reading.ts';
import { Losses, type Written } from '../written.ts';
import { Comments } from './comments.ts';
import { isOwn, readOwnTodo } from './own.ts';

/** A task of a checklist, also in quotes and callouts. */
const TASK = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[(?<mark>.)\](?:\s+(?<text>.*))?$/u;
/** An entry of a list without boxes. */
const ITEM = /^\s*(?:[-*+•]|\d{1,9}[.)])\s+(?<text>\S.*)$/u;
/** `[-]` in Obsidian, `[~]` in GitLab */
const GIVEN_UP = /[-~]/;
const QUOTE = /^(?:\s*>)+ ?/;
const FENCE = /^\s*(?<fence>`{3,}|~{3,})/;
const HEADING = /^(?<level>#{1,6})\s+(?<name>.*?)\s*#*$/;
const HEADING_LEVELS = [1, 2, 3, 4, 5, 6];
/** A rule, or the line under a heading. */
const RULE = /^\s*(?:[-=*_]\s*){3,}$/;
/** The share of the lines that are items where a list without boxes is taken for todos. A list with marks fits better. */
const NEARLY_ALL = 0.9;

function isTask(line: string): boolean {
  return TASK.test(line.replace(QUOTE, ''));
}

/** What is Markdown among tasks: these, the text below them, headings, quotes and code. */
export function shareOfMarkdown(lines: readonly string[]): number {
  if (isOwn(lines)) return 1;
  if (!lines.some(isTask)) return isPlainList(lines) ? NEARLY_ALL : 0;
  const filled = lines.slice(endOfFrontMatter(lines)).filter((line) => line.trim());
  let fenced = false;
  let below = false;
  const understood = filled.filter((line) => {
    const isFence = FENCE.test(line);
    if (isFence) fenced = !fenced;
    const task = isTask(line);
    below = task || (below && /^\s/.test(line));
    return below || fenced || isFence || [HEADING, QUOTE, RULE].some((form) => form.test(line));
  });
  // The only line of text, if it is the first, is the title.
  const titles = filled.length - understood.length === 1 && understood[0] !== filled[0] ? 1 : 0;
  return (understood.length + titles) / filled.length;
}

function isPlainList(lines: readonly string[]): boolean {
  const texts = lines.filter((line) => !HEADING.test(line) && !RULE.test(line));
  return shareOf(texts, (line) => ITEM.test(line)) >= NEARLY_ALL;
}

/** Reads every task of a Markdown file, with the marks of Obsidian Tasks. Code blocks, comments and front matter are ignored. */
export function readMarkdown(text: string): Reading {
  const lines = text.split('\n');
  const own = isOwn(lines);
  const hasBoxes = own || lines.some(isTask) || !isPlainList(lines);
  const outline = new Outline();
  const reader = new ChecklistReader(hasBoxes ? TASK : ITEM, lines, outline);
  for (let index = endOfFrontMatter(lines); index < lines.length;) {
    const todo = own ? readOwnTodo(lines, index) : undefined;
    if (todo) outline.add(todo.draft);
    else reader.read(lines[index] ?? '', index + 1);
    index = todo?.next ?? index + 1;
  }
  const reading = outline.reading('"- [ ]"', linesNoted(reader.hidden, 'of comments ignored'));
  const done = reading.drafts.some(({ completed }) => completed) ? ', or below "Done" a completed one' : '';
  const headings = new Set(reading.drafts.map(({ heading }) => heading));
  return {
    ...reading,
    notes: [
      ...(hasBoxes ? [] : [`No line has a check box, so each item of the list became an open todo${done}.`]),
      ...reading.notes,
      ...(headings.size > 1 ? ['Headings are left out; --headings project (or tag) keeps them.'] : []),
    ],
  };
}

/** Reads line by line. Indentation decides which entry a line of text or another entry belongs to. */
class ChecklistReader {
  readonly #entry: RegExp;
  readonly #comments: Comments;
  readonly #outline: Outline;
  /** the headings above, by their level */
  #headings: string[] = [];
  #fence = '';
  #quote = '';

  constructor(entry: RegExp, lines: readonly string[], outline: Outline) {
    this.#entry = entry;
    this.#comments = new Comments(lines);
    this.#outline = outline;
  }

  /** the numbers of the lines with comments */
  get hidden(): readonly number[] {
    return this.#comments.lines;
  }

  read(given: string, number: number): void {
    const quote = QUOTE.exec(given)?.[0] ?? '';
    // An entry outside of a quote doesn't continue inside it.
    if (quote.trim() !== this.#quote) this.#outline.clear();
    this.#quote = quote.trim();
    const whole = given.slice(quote.length);
    if (!this.#comments.isOpen && this.#isCode(whole)) return;
    const line = this.#comments.visible(whole, number);
    const isInDone = this.#entry === ITEM && this.#headings.some(isDone);
    const { mark = isInDone ? 'x' : ' ', text = '' } = this.#entry.exec(line)?.groups ?? {};
    if (!this.#entry.test(line)) this.#readText(line, number);
    else
      this.#outline.enter(text, indentOf(line), {
        line: number,
        completed: /x/i.test(mark),
        leftOut: GIVEN_UP.test(mark) ? CANCELLED : undefined,
        heading: this.#headings.filter((name) => name).join('/') || undefined,
      });
  }

  /** Text that is indented more than an entry is its description. */
  #readText(line: string, number: number): void {
    const { level = '', name = '' } = HEADING.exec(line)?.groups ?? {};
    if (!level) {
      this.#outline.addText(line, number);
      return;
    }
    this.#headings = HEADING_LEVELS.slice(0, level.length).map((each) =>
      each === level.length ? name : (this.#headings[each - 1] ?? ''),
    );
    this.#outline.clear();
  }

  #isCode(line: string): boolean {
    const fence = FENCE.exec(line)?.groups?.['fence'] ?? '';
    if (!this.#fence) {
      if (fence) this.#outline.at(indentOf(line));
      this.#fence = fence;
      return !!fence;
    }
    if (fence.startsWith(this.#fence) && line.trim().endsWith(fence)) this.#fence = '';
    return true;
  }
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
