/** The marks of Obsidian Tasks: https://publish.obsidian.md/tasks/Reference/Task+Formats/Tasks+Emoji+Format */
import type { Priority } from '../../../domain/todo.ts';
import { ruleInOurWords } from '../foreign-rules.ts';
import type { Draft } from '../reading.ts';

const DATE = '\\uFE0F? *(?<value>\\d{4}-\\d{2}-\\d{2})$';
/** A number such as #7 isn't a tag. */
const TAG = '#(?!\\d+(?: |$))(?<value>[\\p{L}\\p{N}_/-]+)';
const TAG_WITHIN = new RegExp(`(?<=^| )${TAG}`, 'gu');
const TAGS_BEFORE = new RegExp(`^(?:${TAG.replace('?<value>', '')} +)+`, 'u');
const START = 'Start: ';
/** No mark is longer, in characters. */
const MARK_LENGTH = 300;
/** Each mark at the end of the line, and what it sets. */
const MARKS: readonly (readonly [
  mark: RegExp,
  take: (draft: Draft, value: string, whole: string) => void,
])[] = [
  [new RegExp(`(?:📅|📆|🗓)${DATE}`, 'u'), setting('due')],
  [new RegExp(`(?:⏳|⌛)${DATE}`, 'u'), setting('planned')],
  [new RegExp(`🛫${DATE}`, 'u'), (draft, day) => keep(draft, `${START}${day}`)],
  [new RegExp(`✅${DATE}`, 'u'), setting('completedOn')],
  [new RegExp(`➕${DATE}`, 'u'), setting('created')],
  [new RegExp(`❌${DATE}`, 'u'), (draft, day) => keep(draft, `Cancelled: ${day}`)],
  [/🔁\uFE0F? *(?<value>[a-zA-Z0-9, !]+)$/u, (draft, rule) => (draft.repeat ??= ruleInOurWords(rule))],
  [/(?<value>🔺|⏫|🔼|🔽|⏬)\uFE0F?$/u, (draft, mark) => (draft.priority ??= PRIORITIES.get(mark))],
  [/(?:🏁|🆔|⛔)\uFE0F? *[\w-]+(?: *, *[\w-]+)*$/u, (draft, _, whole) => keep(draft, whole)],
  [/ \^[\w-]+$/u, () => {}],
  [new RegExp(`(?:^| )${TAG}$`, 'u'), (draft, tag) => tagged(draft, tag)],
];
const PRIORITIES: ReadonlyMap<string, Priority> = new Map([
  ['🔺', 'high'],
  ['⏫', 'high'],
  ['🔼', 'medium'],
  ['🔽', 'low'],
  ['⏬', 'low'],
]);
const UNREAD = /📅|📆|⏳|⌛|🔁|[[(](?:due|scheduled|repeat)::/u;

/** Takes the marks off the end of a task's line, as Obsidian does, and makes the rest the title. */
export function takeMarks(draft: Draft, line: string): void {
  let left = line.trim();
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
    draft.notes = [
      ...(draft.notes ?? []),
      'a mark could not be read, or is not at the end of its line: it stays in the title',
    ];
  }
}

/** Sets a date; a second one of its kind is kept as written. */
function setting(field: 'due' | 'planned' | 'completedOn' | 'created') {
  return (draft: Draft, day: string, whole: string) => {
    if (draft[field] === undefined) draft[field] = day;
    else keep(draft, whole);
  };
}

function keep(draft: Draft, line: string): void {
  (draft.extra ??= []).push(line);
}

function tagged(draft: Draft, tag: string): void {
  (draft.tags ??= []).push(tag);
}
