/** Reads date, rule, tags, project and priority from a todo typed in one line. */
import type { CalendarDate } from './dates/calendar.ts';
import { readClockTime, readDue } from './dates/due.ts';
import { firstDate } from './repeat/next-date.ts';
import { ruleText } from './repeat/rule-text.ts';
import { readRuleInWords, type RepeatRule } from './repeat/rule.ts';

/** A todo as typed in one line, in the form that `add_todo` takes. */
export interface QuickTodo {
  readonly title: string;
  /** as it was written (`fri at 3pm`), so that whoever adds the todo knows what "tomorrow" is */
  readonly due?: string;
  /** in its canonical form */
  readonly repeat?: string;
  readonly priority?: string;
  readonly tags?: readonly string[];
  readonly project?: string;
}

/** No date or rule that people write has more words: `every month on the last weekday until 2027-06-30`. */
const MOST_WORDS = 10;
/** Words that may link a title to its date; they are dropped. */
const LINKS = /^(?:by|due|on|until)$/i;
/** A date doesn't begin with these: links are dropped, and "the weekend" may be what the todo is about. */
const NO_BEGINNING = /^(?:by|on|the(?! day after)) /i;
/** A title doesn't end in these, so what follows belongs to it: "Plan the weekend", "Prepare for tomorrow". */
const UNFINISHED =
  /^(?:a|an|and|at|each|every|for|from|in|last|my|of|or|our|the|this|to|with|your)$|^(?:ash|black|cyber|easter|giving|good|maundy|palm|shrove|whit)$/i;
const TAG = /^#(?<tag>[\p{L}_][^\s#]*)$/u;
const PROJECT = /^@(?<project>[\p{L}_][^\s@]*)$/u;
const PRIORITY = /^!(?<priority>high|medium|low)$/i;
/** What is in quotes at the beginning is the title, whatever it says. */
const QUOTED = /^\s*["“](?<title>[^"“”]+)["”](?<rest>.*)$/su;

type Found = Partial<Omit<QuickTodo, 'title'>>;

/**
 * Reads a line: trailing words that say when, how often, `#tag`, `@project` and `!high`, in any order; the rest is the title
 * ("Water the plants every fri #garden"). A title in quotes is taken as it stands: `"Plan Black Friday" tomorrow`.
 *
 * @returns an empty title for a line without words
 */
export function readQuickTodo(line: string, today: CalendarDate): QuickTodo {
  const quoted = QUOTED.exec(line)?.groups;
  const words = (quoted?.['rest'] ?? line).trim().split(/\s+/).filter(Boolean);
  const least = quoted ? 0 : 1;
  let found: Found = {};
  let left = words;
  for (;;) {
    const next = label(left, found, least) ?? when(left, found, { today, least });
    if (!next) break;
    [left, found] = next;
  }
  // What isn't understood after the quotes belongs to the title, quotes and all.
  if (quoted && left.length) return readQuickTodo(line.replaceAll(/["“”]/gu, ''), today);
  return { title: quoted?.['title']?.trim() ?? left.join(' '), ...found };
}

/** Takes a last word that is a tag, a project or a priority. */
function label(words: readonly string[], found: Found, least: number): [string[], Found] | undefined {
  const last = words.at(-1) ?? '';
  if (words.length <= least) return undefined;
  const { tag, project, priority } =
    (TAG.exec(last) ?? PROJECT.exec(last) ?? PRIORITY.exec(last))?.groups ?? {};
  const rest = words.slice(0, -1);
  if (tag !== undefined) return [rest, { ...found, tags: [tag, ...(found.tags ?? [])] }];
  if (project !== undefined && found.project === undefined) return [rest, { ...found, project }];
  if (priority !== undefined && found.priority === undefined)
    return [rest, { ...found, priority: priority.toLowerCase() }];
  return undefined;
}

/** Takes as many last words as are a date or a rule, with the word that links them to the title. */
function when(
  words: readonly string[],
  found: Found,
  { today, least }: { readonly today: CalendarDate; readonly least: number },
): [string[], Found] | undefined {
  for (let start = Math.max(least, words.length - MOST_WORDS); start < words.length; start++) {
    const text = words
      .slice(start)
      .join(' ')
      .replace(/[.,;!?]+$/, '');
    const link = words[start - 1] ?? '';
    const rest = words.slice(0, LINKS.test(link) ? start - 1 : start);
    if (rest.length < least || UNFINISHED.test(link) || NO_BEGINNING.test(text)) continue;
    const read = found.due === undefined && readDue(text, today) ? { due: text } : ruleIn(text, found, today);
    if (read) return [rest, { ...read, ...found }];
  }
  return undefined;
}

/** A rule, which a time of day may follow: `every weekday at 9am`. */
function ruleIn(text: string, found: Found, today: CalendarDate): Found | undefined {
  if (found.repeat !== undefined) return undefined;
  const rule = readRuleInWords(text);
  if (rule) return { repeat: ruleText(rule) };
  const { rule: words = '', clock = '' } =
    /^(?<rule>.+?)(?: at)? (?<clock>\S+(?: [ap]m)?)$/i.exec(text)?.groups ?? {};
  const time = found.due === undefined ? readClockTime(clock.toLowerCase()) : undefined;
  const timed: RepeatRule | undefined = time === undefined ? undefined : readRuleInWords(words);
  const first = timed && firstDate(timed, today);
  return timed && first ? { repeat: ruleText(timed), due: `${first} ${time}` } : undefined;
}
