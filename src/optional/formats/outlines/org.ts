/**
 * org-mode (https://orgmode.org/manual/TODO-Items.html), and the file graphs of Logseq, which have org's keywords, dates
 * and drawers in the blocks of a Markdown list.
 */
import { takeField } from '../marks.ts';
import { endOfFrontMatter, indentOf, Outline, shareOf } from '../outline.ts';
import { CANCELLED, type Draft, linesNoted, type Reading } from '../reading.ts';

const LOGSEQ_WORDS: Keywords = {
  open: ['TODO', 'DOING', 'NOW', 'LATER', 'WAITING', 'WAIT', 'IN-PROGRESS'],
  done: ['DONE'],
};
const ORG_WORDS: Keywords = { open: ['TODO', 'NEXT', 'STARTED', 'WAITING'], done: ['DONE'] };
const GIVEN_UP = ['CANCELED', 'CANCELLED'];

interface Keywords {
  readonly open: readonly string[];
  readonly done: readonly string[];
}

const BLOCK = /^\s*[-*] (?<rest>.*)$/;
/** More stars are a line. */
const HEADLINE = /^(?<stars>\*{1,20}) +(?<rest>.*)$/;
const KEYWORD = /^(?<word>[A-Z][A-Z_-]*)(?:\s+(?:\[#(?<priority>[A-Z])\]\s*)?(?<text>.*))?$/;
const BOX = /^\s*[-+*] \[(?<mark>[ xX-])\]\s+(?<text>.*)$/;
const PLANNING =
  /\b(?<kind>SCHEDULED|DEADLINE|CLOSED):\s*[<[](?<day>\d{4}-\d{2}-\d{2})(?<rest>[^\]>]*)[\]>]/g;
const NAMES: Readonly<Record<string, string>> = { SCHEDULED: 'scheduled', DEADLINE: 'due', CLOSED: 'closed' };
const DRAWER = /^\s*:(?:LOGBOOK|PROPERTIES|CLOCK):\s*$/i;
const DRAWER_END = /^\s*:END:\s*$/i;
/** A property of Logseq: `id:: 64b...` */
const PROPERTY = /^\s*[\w-]+:: /;
const ORG_TAGS = /\s+:(?<tags>[\p{L}\p{N}_@#%:]+):\s*$/u;
const ORG_WORD_LINE = /^#\+(?:SEQ_)?TODO:(?<words>.*)$/i;

/** Blocks with a keyword, and everything that belongs to blocks. */
export function shareOfLogseq(lines: readonly string[]): number {
  const isTask = (line: string) => !!taskIn(BLOCK.exec(line)?.groups?.['rest'] ?? '', LOGSEQ_WORDS);
  if (!lines.some((line) => /^\s*- /.test(line) && isTask(line))) return 0;
  return shareOf(
    lines.slice(endOfFrontMatter(lines)),
    (line) => /^(?:\s*- |\s)/.test(line) || PROPERTY.test(line),
  );
}

/** Everything below the first heading, if one has a keyword, or something else is as only org-mode has it. */
export function shareOfOrg(lines: readonly string[]): number {
  const words = keywordsIn(lines);
  const isOrg = (line: string) =>
    taskIn(HEADLINE.exec(line)?.groups?.['rest'] ?? '', words) || DRAWER.test(line) || /^#\+\w+:/.test(line);
  if (!lines.some(isOrg) || !lines.some((line) => HEADLINE.test(line))) return 0;
  let below = false;
  return shareOf(lines, (line) => {
    below ||= HEADLINE.test(line);
    return below || line.startsWith('#');
  });
}

export function readLogseq(text: string): Reading {
  return new KeywordReader(LOGSEQ_WORDS, 'logseq').read(text.split('\n'));
}

export function readOrg(text: string): Reading {
  const lines = text.split('\n');
  return new KeywordReader(keywordsIn(lines), 'org').read(lines);
}

/** The keywords that an org file declares: `#+TODO: TODO WAIT | DONE` */
function keywordsIn(lines: readonly string[]): Keywords {
  const declared = lines.flatMap((line) => ORG_WORD_LINE.exec(line)?.groups?.['words'] ?? []).join(' ');
  const [open = '', done = ''] = declared.replaceAll(/\([^)]*\)/g, '').split('|');
  const words = (part: string) => part.split(/\s+/).filter((word) => word);
  return { open: [...ORG_WORDS.open, ...words(open)], done: [...ORG_WORDS.done, ...words(done)] };
}

/** A block or a headline that is a task. */
function taskIn(rest: string, { open, done }: Keywords) {
  const { word = '', priority = '', text = '' } = KEYWORD.exec(rest)?.groups ?? {};
  const isDone = done.includes(word);
  const leftOut = GIVEN_UP.includes(word) ? CANCELLED : undefined;
  return open.includes(word) || isDone || leftOut ? { priority, text, isDone, leftOut } : undefined;
}

/** Reads entries that begin with a keyword, and the planning lines, drawers and text below them. */
class KeywordReader {
  readonly #words: Keywords;
  readonly #isOrg: boolean;
  readonly #outline = new Outline();
  /** the headings without a keyword above, by their depth */
  readonly #headings: string[] = [];
  /** the lines of all headings without a keyword */
  readonly #others: number[] = [];
  #latest: Draft | undefined;

  constructor(words: Keywords, format: 'org' | 'logseq') {
    this.#words = words;
    this.#isOrg = format === 'org';
  }

  read(lines: readonly string[]): Reading {
    let inDrawer = false;
    const start = endOfFrontMatter(lines);
    for (const [index, line] of lines.entries()) {
      if (index < start) continue;
      const { stars, rest } = (!inDrawer && (this.#isOrg ? HEADLINE : BLOCK).exec(line)?.groups) || {};
      if (rest !== undefined) this.#readStart(rest, stars?.length ?? indentOf(line), index + 1);
      else if (DRAWER.test(line)) inDrawer = true;
      else if (!inDrawer) this.#readBelow(line, index + 1);
      if (DRAWER_END.test(line)) inDrawer = false;
    }
    const reading = this.#outline.reading('a word such as TODO');
    // Headings are projects of the todos below; without a todo, they are other text.
    return reading.drafts.length
      ? reading
      : { ...reading, notes: [...reading.notes, ...linesNoted(this.#others, 'with other headings ignored')] };
  }

  /** Reads the start of a block or a heading. */
  #readStart(rest: string, depth: number, line: number): void {
    const task = taskIn(rest, this.#words);
    this.#latest = undefined;
    // In Logseq a block below a task is text; in org-mode a heading ends the task above it.
    if (!task && !this.#isOrg) this.#outline.addText(rest, line, depth);
    if (!task && this.#isOrg) {
      this.#outline.at(depth);
      this.#others.push(line);
      this.#headings.splice(depth - 1, Infinity, rest.replace(ORG_TAGS, ''));
    }
    if (!task) return;
    const { priority, text, isDone: completed, leftOut } = task;
    const fields: Draft = { line, title: '', completed, leftOut };
    if (priority && !takeField(fields, 'priority', priority, `[#${priority}]`))
      fields.extra = [`Priority: ${priority}`];
    if (this.#isOrg) {
      this.#headings.splice(depth - 1);
      fields.project = this.#headings.filter((name) => name).join('/');
      fields.tags = ORG_TAGS.exec(text)?.groups?.['tags']?.split(':') ?? [];
    }
    this.#latest = this.#outline.enter(this.#isOrg ? text.replace(ORG_TAGS, '') : text, depth, fields);
  }

  /** A line below the start of a block or a heading. */
  #readBelow(line: string, number: number): void {
    if (!line.trim() || DRAWER_END.test(line) || line.startsWith('#+')) return;
    const draft = this.#latest;
    const planned = [...line.matchAll(PLANNING)];
    const { mark, text = '' } = (this.#isOrg && BOX.exec(line)?.groups) || {};
    if (!draft) this.#outline.ignored.push(number);
    else if (planned.length)
      for (const { groups, 0: whole } of planned) takePlanning(draft, groups ?? {}, whole);
    else if (!this.#isOrg && PROPERTY.test(line)) (draft.extra ??= []).push(line.trim());
    else if (mark) (draft.checklist ??= []).push({ text, done: /x/i.test(mark) });
    else this.#outline.describe(line.trim(), Infinity);
  }
}

/** `DEADLINE: <2027-04-23 Fri 10:00 +1y -3d>`; the last is a warning before the day. */
function takePlanning(
  draft: Draft,
  groups: Readonly<Record<string, string | undefined>>,
  whole: string,
): void {
  const { kind = '', day = '', rest = '' } = groups;
  takeField(draft, NAMES[kind] ?? '', day, whole);
  const time = /\d{1,2}:\d{2}/.exec(rest)?.[0].padStart(5, '0');
  if (time && kind === 'DEADLINE') draft.due_time ??= time;
  else if (time && kind === 'SCHEDULED') (draft.extra ??= []).push(`Scheduled: ${day} ${time}`);
  const rule = /(?:\.\+|\+{1,2})\d+[dwmy]/.exec(rest)?.[0];
  if (rule) draft.repeat ??= rule;
}
