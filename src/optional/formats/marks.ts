/**
 * Marks in the text of an entry, the same in all formats: those of Obsidian Tasks, as emojis and in Dataview's brackets
 * (https://publish.obsidian.md/tasks/Reference/Task+Formats/About+Task+Formats), of its Kanban plugin, and the names that
 * other outlines have for the same fields.
 */
import { isClockTime } from '../../domain/dates/due.ts';
import type { Priority } from '../../domain/todo.ts';
import type { Draft } from './reading.ts';

const DAY = '\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{1,2}:\\d{2})?';
const IDS = '[\\w-]+(?: *, *[\\w-]+)*';
/** A number such as #7 isn't a tag. */
const TAG = '#(?!\\d+(?: |$))(?<value>[\\p{L}\\p{N}_/-]+)';
const TAG_WITHIN = new RegExp(`(?<=^| )${TAG}`, 'gu');
const TAGS_BEFORE = new RegExp(`^(?:${TAG.replace('?<value>', '')} +)+`, 'u');
const START = 'Start: ';
/** No mark at the end of a line is longer, in characters. */
const MARK_LENGTH = 300;

type Take = (draft: Draft, value: string, whole: string) => void;

/** What a field is called, its emoji, what follows that, and what it sets. */
const FIELDS: readonly (readonly [names: string, emojis: string, value: string, take: Take])[] = [
  ['due|deadline', '📅|📆|🗓', DAY, setting('due')],
  ['scheduled|planned|defer', '⏳|⌛', DAY, setting('planned')],
  ['start', '🛫', DAY, (draft, day) => keep(draft, `${START}${day}`)],
  ['completion|completed|done|closed', '✅', DAY, setting('completedOn')],
  ['created', '➕', DAY, setting('created')],
  ['cancelled', '❌', DAY, (draft, day) => keep(draft, `Cancelled: ${day}`)],
  ['repeat', '🔁', '[a-zA-Z0-9, !]+', (draft, rule) => (draft.repeat ??= rule)],
  ['priority', '', '\\S+', takePriority],
  ['id|dependson|oncompletion', '🆔|⛔|🏁', IDS, (draft, _, whole) => keep(draft, whole)],
];
const TAKES: ReadonlyMap<string, { readonly value: RegExp; readonly take: Take }> = new Map(
  FIELDS.flatMap(([names, , value, take]) =>
    names.split('|').map((name) => [name, { value: new RegExp(`^(?:${value})$`), take }] as const),
  ),
);
const NAMES = [...TAKES.keys()].join('|');
/** Fields in brackets, anywhere in the line: `[due:: 2026-11-23]`, `(due:: 2026-11-23)`, `@{2026-11-23}`, `@@{15:00}` */
const BRACKETS = new RegExp(
  `\\[(${NAMES}):: *([^[\\]]*)\\]|\\((${NAMES}):: *([^()]*)\\)|@\\{(${DAY})\\}|@@\\{(\\d{1,2}:\\d{2})\\}`,
  'gi',
);
/** Marks at the end of the line, and what they set. */
const MARKS: readonly (readonly [mark: RegExp, take: Take])[] = [
  ...FIELDS.filter(([, emojis]) => emojis).map(
    ([, emojis, value, take]) =>
      [new RegExp(`(?:${emojis})\\uFE0F? *(?<value>${value})$`, 'u'), take] as const,
  ),
  [/(?<value>🔺|⏫|🔼|🔽|⏬)\uFE0F?$/u, takePriority],
  [/ \^[\w-]+$/u, () => {}],
  [new RegExp(`(?:^| )${TAG}$`, 'u'), (draft, tag) => tagged(draft, tag)],
];
const UNREAD = new RegExp(`📅|📆|⏳|⌛|🔁|[[(](?:${NAMES})::`, 'iu');

const PRIORITIES: Readonly<Record<Priority, string>> = {
  high: '🔺 ⏫ highest high urgent critical important h a 1',
  medium: '🔼 medium moderate mid m b 2',
  low: '🔽 ⏬ low lowest l c 3',
};
const PRIORITY_OF: ReadonlyMap<string, Priority> = new Map(
  (['high', 'medium', 'low'] as const).flatMap((priority) =>
    PRIORITIES[priority].split(' ').map((word) => [word, priority] as const),
  ),
);

/** The priority that a word or a mark stands for; undefined for `normal`, and for other words. */
export function priorityIn(word: string): Priority | undefined {
  return PRIORITY_OF.get(word.trim().toLowerCase());
}

/** The priority of Apple and of calendars: 1 is the highest of 9; 0 is none. */
export function priorityOfNine(number: number): Priority | undefined {
  if (!(number > 0)) return undefined;
  if (number === 5) return 'medium';
  return number < 5 ? 'high' : 'low';
}

/** Sets the field that `name` stands for; false when there is none, or the value doesn't fit it. */
export function takeField(draft: Draft, name: string, value: string, whole: string): boolean {
  const field = TAKES.get(name.toLowerCase());
  if (!field?.value.test(value)) return false;
  field.take(draft, value, whole);
  return true;
}

/** Takes the marks off the text of an entry, and makes the rest its title. */
export function takeMarks(draft: Draft, line: string): void {
  let left = line
    .replace(BRACKETS, (whole, ...found: (string | undefined)[]) => {
      const [name = '', value = '', other = name, text = value, day, time] = found;
      if (time !== undefined && isClockTime(time.padStart(5, '0'))) draft.due_time ??= time.padStart(5, '0');
      else if (!takeField(draft, day ? 'due' : other, day ?? text.trim(), whole)) return whole;
      return '';
    })
    .trim();
  for (let before = ''; before !== left;) {
    before = left;
    for (const [mark, take] of MARKS) {
      const end = left.length > MARK_LENGTH ? left.slice(-MARK_LENGTH).replace(/^\S+/, '') : left;
      const match = mark.exec(end);
      if (!match) continue;
      take(draft, match.groups?.['value'] ?? '', match[0].trim());
      left = left.slice(0, left.length - end.length + match.index).trimEnd();
    }
  }
  for (const { groups } of left.matchAll(TAG_WITHIN)) tagged(draft, groups?.['value'] ?? '');
  // Without another date, a rule counts from the start.
  if (draft.repeat && !draft.due)
    draft.planned ??= draft.extra?.find((each) => each.startsWith(START))?.slice(START.length);
  draft.tags?.reverse();
  draft.extra?.reverse();
  // A tag inside the sentence is also one of its words; one before or after it isn't.
  draft.title = left.replace(TAGS_BEFORE, '').replaceAll(TAG_WITHIN, '$<value>');
  if (UNREAD.test(left)) {
    (draft.notes ??= []).push(
      'a mark could not be read, or is not at the end of its line: it stays in the title',
    );
  }
}

/** Sets a date; a second one of its kind, or a time that has no place, is kept as written. */
function setting(field: 'due' | 'planned' | 'completedOn' | 'created'): Take {
  return (draft, value, whole) => {
    const [day, time] = field === 'due' || field === 'planned' ? value.split(/[T ]/) : [value];
    if (draft[field] !== undefined || (time && field === 'planned')) keep(draft, whole);
    draft[field] ??= day;
    if (time && field === 'due') draft.due_time ??= time.padStart(5, '0');
  };
}

function takePriority(draft: Draft, word: string, whole: string): void {
  const priority = priorityIn(word);
  if (!priority && !isDefaultPriority(word)) keep(draft, whole);
  draft.priority ??= priority;
}

/** Whether a word means that an entry has no special priority. */
export function isDefaultPriority(word: string): boolean {
  return /^(?:normal|none|no|default|0|-|)$/i.test(word.trim());
}

function keep(draft: Draft, line: string): void {
  (draft.extra ??= []).push(line);
}

function tagged(draft: Draft, tag: string): void {
  (draft.tags ??= []).push(tag);
}
