/**
 * org-mode (https://orgmode.org/manual/TODO-Items.html), and the file graphs of Logseq, which have org's keywords, dates
 * and drawers in the blocks of a Markdown list.
 */
import { takeField, takeMarks } from '../marks.ts';
import { indentOf, Outline, shareOf } from '../outline.ts';
import { CANCELLED, type Draft, linesNoted, type Reading, refuseTooManyEntries } from '../reading.ts';

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
const HEADLINE = /^(?<stars>\*+) (?<rest>.*)$/;
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
  return shareOf(lines, (line) => /^(?:\s*- |\s)/.test(line) || PROPERTY.test(line));
}

/** Headings with a keyword, and everything below the first heading. */
export function shareOfOrg(lines: readonly string[]): number {
  const words = keywordsIn(lines);
  if (!lines.some((line) => taskIn(HEADLINE.exec(line)?.groups?.['rest'] ?? '', words))) return 0;
  let below = false;
  return shareOf(lines, (line) => {
    below ||= HEADLINE.test(line);
    return below || line.startsWith('#');
  });
}

export function readLogseq(text: string): Reading {
  const reader = new KeywordReader(LOGSEQ_WORDS, true);
  return reader.read(text.split('\n'), (line) => {
    const rest = BLOCK.exec(line)?.groups?.['rest'];
    return rest === undefined ? undefined : { rest, depth: indentOf(line) };
  });
}

export function readOrg(text: string): Reading {
  const lines = text.split('\n');
  return new KeywordReader(keywordsIn(lines), false).read(lines, (line) => {
    const { stars = '', rest } = HEADLINE.exec(line)?.groups ?? {};
    return rest === undefined ? undefined : { rest, depth: stars.length };
  });
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

/** Finds the start of a block or a heading in a line. */
type Start = (line: string) => { readonly rest: string; readonly depth: number } | undefined;

/** Reads entries that begin with a keyword, and the planning lines, drawers and text below them. */
class KeywordReader {
  readonly #words: Keywords;
  readonly #isLogseq: boolean;
  readonly #outline = new Outline();
  readonly #ignored: number[] = [];
  readonly #drafts: Draft[] = [];
  /** the headings without a keyword above, by their depth */
  readonly #headings: string[] = [];
  #latest: Draft | undefined;

  constructor(words: Keywords, isLogseq: boolean) {
    this.#words = words;
    this.#isLogseq = isLogseq;
  }

  read(lines: readonly string[], startOf: Start): Reading {
    let inDrawer = false;
    for (const [index, line] of lines.entries()) {
      const start = inDrawer ? undefined : startOf(line);
      if (start) this.#readStart(start, index + 1);
      else if (DRAWER.test(line)) inDrawer = true;
      else if (!inDrawer) this.#readBelow(line, index + 1);
      if (DRAWER_END.test(line)) inDrawer = false;
      refuseTooManyEntries(this.#drafts.length);
    }
    return {
      drafts: this.#drafts,
      refused: [],
      notes: linesNoted(this.#ignored, 'of other text ignored').map(
        (each) => `${each}; entries begin with a word such as TODO.`,
      ),
    };
  }

  #readStart({ rest, depth }: { rest: string; depth: number }, number: number): void {
    const task = taskIn(rest, this.#words);
    const tags = this.#isLogseq ? undefined : ORG_TAGS.exec(rest)?.groups?.['tags'];
    this.#latest = undefined;
    if (!task) {
      // In Logseq a block below a task is text; in org-mode a heading ends the task above it.
      if (this.#isLogseq && this.#outline.describe(rest, depth)) return;
      this.#outline.at(depth);
      if (this.#isLogseq) this.#ignored.push(number);
      else this.#headings.splice(depth - 1, Infinity, rest.replace(ORG_TAGS, ''));
      return;
    }
    const draft: Draft = {
      line: number,
      title: '',
      completed: task.isDone,
      leftOut: task.leftOut,
      tags: tags?.split(':').filter((tag) => tag) ?? [],
    };
    if (task.priority && !takeField(draft, 'priority', task.priority, `[#${task.priority}]`))
      (draft.extra ??= []).push(`Priority: ${task.priority}`);
    takeMarks(draft, tags ? task.text.replace(ORG_TAGS, '') : task.text);
    this.#outline.enter(draft, depth);
    if (!this.#isLogseq) {
      this.#headings.splice(depth - 1);
      draft.project = Array.from(this.#headings, (name) => name ?? '')
        .filter((name) => name)
        .join('/');
    }
    this.#latest = draft;
    this.#drafts.push(draft);
  }

  /** A line below the start of a block or a heading. */
  #readBelow(line: string, number: number): void {
    if (!line.trim() || DRAWER_END.test(line) || line.startsWith('#+')) return;
    const draft = this.#latest;
    const planned = [...line.matchAll(PLANNING)];
    if (draft && planned.length) {
      for (const { groups, 0: whole } of planned) takePlanning(draft, groups ?? {}, whole);
    } else if (draft && this.#isLogseq && PROPERTY.test(line)) {
      (draft.extra ??= []).push(line.trim());
    } else {
      const { mark = '', text = '' } = (!this.#isLogseq && BOX.exec(line)?.groups) || {};
      if (draft && mark) (draft.checklist ??= []).push({ text, done: /x/i.test(mark) });
      else if (draft) this.#outline.describe(line.trim(), Infinity);
      else this.#ignored.push(number);
    }
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
