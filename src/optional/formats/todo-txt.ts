/** Reads and writes todo.txt, with the keys that its programs share. Source: https://github.com/todotxt/todo.txt */
import { dayOf, isCalendarDate, type Moment } from '../../domain/dates/calendar.ts';
import { repeating, ruleOf } from '../../domain/repeat/repeating.ts';
import { readRule } from '../../domain/repeat/rule.ts';
import { cleanLine } from '../../domain/text/text.ts';
import { PRIORITIES, type Todo } from '../../domain/todo.ts';
import { ruleInOurWords } from './foreign-rules.ts';
import { isDone, shareOf } from './outline.ts';
import {
  CANCELLED,
  type Draft,
  linesNoted,
  type Reading,
  refuseTooManyEntries,
  type Setting,
} from './reading.ts';
import { Losses, type Written } from './written.ts';

const LETTERS = ['A', 'B', 'C'];
const DATE = '\\d{4}-\\d{2}-\\d{2}';
/** Some programs write the priority after the day of completion. */
const DONE = new RegExp(
  `^x (?:\\((?<letter>[A-Z])\\) )?(?:(?<completed>${DATE}) )?(?:\\((?<late>[A-Z])\\) )?(?:(?<created>${DATE}) )?(?<words>.*)$`,
);
const OPEN = new RegExp(`^(?:\\((?<letter>[A-Z])\\) )?(?:(?<created>${DATE}) )?(?<words>.*)$`);
/** The keys that match one of our fields; other words with a colon are part of the title. */
const KEY = /^(?<key>due|t|rec|pri|time|created):(?<value>\S+)$/;
const LABEL = /^[+@]\S+$/;
/** A title that would be read as a mark of todo.txt. */
const MISREAD = new RegExp(`^(?:x |\\([A-Z]\\) |${DATE} )`);
/** Where its programs move what is done. */
const DONE_FILE = /(?:^|[^a-z])done\.txt$/i;
/** What only todo.txt has. */
const MARKED = new RegExp(
  `^(?:x ${DATE} |\\([A-Z]\\) |${DATE} )|(?:^| )(?:(?:due|t):${DATE}|rec:\\+?\\d|pri:[A-Z]|[+@][^\\s+@])`,
);
/** How lines begin in texts of other kinds that are kept in a file named todo.txt. */
const FOREIGN = /^(?:(?:[-*+•]|\d{1,3}[.)])\s+)?(?:\[(?<mark>.|done|todo)\]\s+)?(?=\S)/iu;
/** A heading of a list without marks. */
const SECTION = /^[^:]{1,60}:$/;
/** A heading, or a line of signs. */
const NO_ENTRY = /^(?:#{1,6}\s|[-=_*#~+.|\s]+$)/;

export function readTodoTxt(text: string, _: Setting, file: string): Reading {
  const lines = text.split('\n');
  refuseTooManyEntries(lines.length);
  const entries = lines
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line);
  const isPlain = shareOfTodoTxt(lines) < 1 / 2;
  const isHeading = (line: string) => NO_ENTRY.test(line) || (isPlain && SECTION.test(line));
  const ignored = entries.filter(({ line }) => isHeading(line));
  const isAllDone = DONE_FILE.test(file);
  let below = isAllDone;
  const drafts = entries.flatMap(({ line, number }) => {
    if (isHeading(line)) below = isAllDone || isDone(line);
    return isHeading(line) ? [] : [readLine(line, number, below)];
  });
  return {
    drafts,
    refused: [],
    notes: [
      ...(drafts.length > 1 && isPlain
        ? ['Most lines have no mark of todo.txt, such as (A) or +project; each became a todo.']
        : []),
      ...linesNoted(
        ignored.map(({ number }) => number),
        'without an entry ignored',
      ),
    ],
  };
}

/** Headings, items of a list and indented lines are of other formats, whatever is in them. */
export function shareOfTodoTxt(lines: readonly string[]): number {
  return shareOf(lines, (line) => MARKED.test(line) && !/^[\s#*>|-]/.test(line));
}

/** @param below whether it is below a heading such as "Done", or in a file called that */
function readLine(given: string, line: number, below: boolean): Draft {
  const { 0: foreign = '', groups } = FOREIGN.exec(given) ?? {};
  const text = given.slice(foreign.length);
  const done = DONE.exec(text)?.groups;
  const { letter, late, completed, created, words = '' } = done ?? OPEN.exec(text)?.groups ?? {};
  const draft: Draft = {
    line,
    title: '',
    completed: below || !!done || /^(?:x|done)$/i.test(groups?.['mark'] ?? ''),
    leftOut: /^[-~]$/.test(groups?.['mark'] ?? '') ? CANCELLED : undefined,
    created,
    completedOn: completed,
    extra: [],
    notes: [],
  };
  takeLetter(draft, letter ?? late);
  const tokens = words.split(' ');
  const isWord = (token: string) => !KEY.test(token) && !LABEL.test(token);
  const [firstWord, lastWord] = [tokens.findIndex(isWord), tokens.findLastIndex(isWord)];
  const title = tokens.filter((token, index) => {
    const { key, value = '' } = KEY.exec(token)?.groups ?? {};
    if (key) takeKey(draft, key, value);
    if (LABEL.test(token)) takeLabel(draft, token);
    return !key && index >= firstWord && index <= lastWord;
  });
  // A project or context inside the sentence is also one of its words; one before or after it isn't.
  draft.title = title.map((token) => (LABEL.test(token) ? token.slice(1) : token)).join(' ');
  if (!draft.title.trim()) draft.title = words;
  return draft;
}

function takeLabel(draft: Draft, token: string): void {
  const name = token.slice(1);
  if (token.startsWith('@')) (draft.tags ??= []).push(name);
  else if (draft.project === undefined) draft.project = name;
  else {
    (draft.tags ??= []).push(name);
    draft.notes?.push(`a todo has one project: ${token} became a tag`);
  }
}

function takeLetter(draft: Draft, letter: string | undefined): void {
  if (!letter) return;
  draft.priority = PRIORITIES[LETTERS.indexOf(letter)];
  if (!draft.priority) draft.notes?.push(`the priority (${letter}) can't be stored here`);
}

function takeKey(draft: Draft, key: string, value: string): void {
  switch (key) {
    case 'due':
      if (draft.due) draft.extra?.push(`due:${draft.due}`);
      [draft.due, draft.due_time = draft.due_time] = value.split('T');
      break;
    case 'time':
      draft.due_time ??= value;
      break;
    case 't':
      draft.planned = value;
      break;
    case 'pri':
      takeLetter(draft, value.toUpperCase());
      break;
    case 'created':
      draft.created ??= value;
      break;
    default:
      draft.repeat = `rec:${value}`;
  }
}

export function writeTodoTxt(todos: readonly Todo[], { moment }: Setting): Written {
  const losses = new Losses();
  const lines = todos.flatMap((todo) => {
    if (cleanLine(todo.title)) return [writeLine(todo, moment, losses)];
    losses.add('todos without a title');
    return [];
  });
  return { text: lines.map((line) => `${line}\n`).join(''), todos: lines.length, lost: losses.list() };
}

function writeLine(todo: Todo, moment: Moment, losses: Losses): string {
  losses.addFilled(todo, ['description', 'checklist']);
  losses.addUnknown(todo);
  const title = cleanLine(todo.title);
  const letter = todo.priority && LETTERS[PRIORITIES.indexOf(todo.priority)];
  const rec = recOf(todo, moment);
  if (rec === undefined) losses.addFilled(todo, ['repeat']);
  const completed = todo.completed ? dayOf(todo.completed_at, moment) : undefined;
  const created = dayOf(todo.created_at, moment);
  const looksMarked = MISREAD.test(title) || NO_ENTRY.test(title) || !!FOREIGN.exec(title)?.[0];
  // With a date or a second space before it, a title that begins like a mark isn't read as one.
  return [
    todo.completed ? 'x' : letter && `(${letter})`,
    completed,
    (completed || !todo.completed) && created,
    looksMarked && !todo.completed && !created && moment.today,
    looksMarked && todo.completed && !completed ? ` ${title}` : title,
    todo.project && `+${oneWord(todo.project)}`,
    ...(todo.tags ?? []).map((tag) => `@${oneWord(tag)}`),
    todo.due && `due:${todo.due}`,
    todo.due && todo.due_time && `time:${todo.due_time}`,
    todo.planned && `t:${todo.planned}`,
    rec && `rec:${rec}`,
    todo.completed && letter && `pri:${letter}`,
    todo.completed && !completed && created && `created:${created}`,
  ]
    .filter((part) => !!part)
    .join(' ');
}

function oneWord(label: string): string {
  return cleanLine(label).replaceAll(/\s/g, '_');
}

/** The value of `rec:` for a todo's rule; undefined if it would read back as another rule. */
function recOf(todo: Todo, moment: Moment): string | undefined {
  const rule = ruleOf(todo);
  if (!rule || todo.completed || !isCalendarDate(todo.due ?? '')) return undefined;
  const simple = `${rule.afterCompletion ? '' : '+'}${rule.every}${rule.unit.slice(0, 1)}`;
  return ['+1b', simple].find((value) => {
    const read = readRule(ruleInOurWords(`rec:${value}`, moment));
    return read && repeating(read, todo.due, moment.today).repeat === todo.repeat;
  });
}
