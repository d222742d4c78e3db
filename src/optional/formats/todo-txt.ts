/** todo.txt: https://github.com/todotxt/todo.txt, with the keys that its programs share. */
import { dayOf, isCalendarDate, type Moment } from '../../domain/dates/calendar.ts';
import { repeating, ruleOf } from '../../domain/repeat/repeating.ts';
import { readRule } from '../../domain/repeat/rule.ts';
import { cleanLine } from '../../domain/text/text.ts';
import { PRIORITIES, type Todo } from '../../domain/todo.ts';
import { type Draft, type Reading, refuseTooManyEntries, type Setting } from './reading.ts';
import { Losses, type Written } from './written.ts';

const LETTERS = ['A', 'B', 'C'];
const DATE = '\\d{4}-\\d{2}-\\d{2}';
const DONE = new RegExp(
  `^x (?:\\((?<letter>[A-Z])\\) )?(?:(?<completed>${DATE}) )?(?:(?<created>${DATE}) )?(?<words>.*)$`,
);
const OPEN = new RegExp(`^(?:\\((?<letter>[A-Z])\\) )?(?:(?<created>${DATE}) )?(?<words>.*)$`);
/** The keys that match one of our fields; other words with a colon are part of the title. */
const KEY = /^(?<key>due|t|rec|pri|time):(?<value>\S+)$/;
const LABEL = /^[+@]\S+$/;
const UNITS: ReadonlyMap<string, string> = new Map([
  ['d', 'day'],
  ['w', 'week'],
  ['m', 'month'],
  ['y', 'year'],
]);

export function readTodoTxt(text: string): Reading {
  const lines = text.split('\n');
  refuseTooManyEntries(lines.length);
  const drafts = lines.flatMap((line, index) => (line.trim() ? [readLine(line.trim(), index + 1)] : []));
  return { drafts, refused: [], notes: [] };
}

/** Whether a line has a mark that only todo.txt has. */
export function looksLikeTodoTxt(line: string): boolean {
  return /^(?:x \d{4}-|\([A-Z]\) )|(?:^| )(?:due:\d|\+[^\s+])/.test(line);
}

function readLine(text: string, line: number): Draft {
  const done = DONE.exec(text)?.groups;
  const { letter, completed, created, words = '' } = done ?? OPEN.exec(text)?.groups ?? {};
  const draft: Draft = {
    line,
    title: '',
    completed: !!done,
    created,
    completedOn: completed,
    extra: [],
    notes: [],
  };
  takeLetter(draft, letter);
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
  if (!draft.priority) draft.notes?.push(`the priority (${letter}) has no place here`);
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
    default:
      draft.repeat = readRule(ruleOfRec(value) ?? '') ? ruleOfRec(value) : `rec:${value}`;
  }
}

/** `every 2 weeks` for `+2w`, `every 2 weeks after completion` for `2w`; undefined for other values. */
function ruleOfRec(value: string): string | undefined {
  if (value === '+1b') return 'every weekday';
  const {
    strict,
    number = '',
    unit = '',
  } = /^(?<strict>\+?)(?<number>\d+)(?<unit>[dwmy])$/.exec(value)?.groups ?? {};
  if (!unit) return undefined;
  // Our rules have no `every 2 years`.
  const inMonths = unit === 'y' && Number(number) > 1;
  const rule = inMonths ? `every ${12 * Number(number)} months` : `every ${number} ${UNITS.get(unit)}`;
  return strict ? rule : `${rule} after completion`;
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
  return [
    todo.completed ? 'x' : letter && `(${letter})`,
    ...datesOf(todo, title, moment),
    title,
    todo.project && `+${oneWord(todo.project)}`,
    ...(todo.tags ?? []).map((tag) => `@${oneWord(tag)}`),
    todo.due && `due:${todo.due}`,
    todo.due && todo.due_time && `time:${todo.due_time}`,
    todo.planned && `t:${todo.planned}`,
    rec && `rec:${rec}`,
    todo.completed && letter && `pri:${letter}`,
  ]
    .filter((part) => !!part)
    .join(' ');
}

/** The known days of completion and creation. */
function datesOf(todo: Todo, title: string, moment: Moment): (string | undefined)[] {
  // With a date before it, a title that begins like a mark isn't read as one.
  const fallback = /^(?:x |\([A-Z]\) |\d{4}-\d{2}-\d{2} )/.test(title) ? moment.today : undefined;
  const created = dayOf(todo.created_at, moment);
  if (!todo.completed) return [created ?? fallback];
  const completed = dayOf(todo.completed_at, moment) ?? fallback;
  return completed ? [completed, created ?? fallback] : [];
}

function oneWord(label: string): string {
  return cleanLine(label).replaceAll(/\s/g, '_');
}

/** The value of `rec:` for a todo's rule; undefined if it would read back as another rule. */
function recOf(todo: Todo, { today }: Moment): string | undefined {
  const rule = ruleOf(todo);
  if (!rule || todo.completed || !isCalendarDate(todo.due ?? '')) return undefined;
  const simple = `${rule.afterCompletion ? '' : '+'}${rule.every}${rule.unit.slice(0, 1)}`;
  return ['+1b', simple].find((value) => {
    const read = readRule(ruleOfRec(value) ?? '');
    return read && repeating(read, todo.due, today).repeat === todo.repeat;
  });
}
