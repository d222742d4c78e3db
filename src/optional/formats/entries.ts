/** Entries of tables and of JSON, as drafts. */
import { readClockTime } from '../../domain/dates/due.ts';
import { instantText, whenIn } from './cell-dates.ts';
import { chosenColumns, type Field, fieldOf, plainName } from './columns.ts';
import { isDefaultPriority, priorityIn } from './marks.ts';
import { type Draft, Refusal, type Setting } from './reading.ts';

/** Columns that Outlook always fills, and values of them that say nothing. */
const ALWAYS_FILLED = /^(?:reminderonoff|totalwork|actualwork|private|sensitivity|%complete)$/;
const SAYS_NOTHING = /^(?:0|false|normal)$/i;

const YES = /^(?:true|yes|x|1|done|completed|checked)$/i;
const NO = /^(?:false|no|0|open|)$/i;
const DONE_STATES = /^(?:done|completed?|closed|finished|erledigt)$/i;
const OPEN_STATES = /^(?:open|new|active|to ?do|backlog|pending|incomplete|not ?started|needs ?action|)$/i;
const GIVEN_UP = /^(?:cancell?ed|deleted|trashed|won'?t do)$/i;

/** An entry as a table or JSON has it. */
export interface Entry {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  /** the values by the names of their columns */
  readonly cells: ReadonlyMap<string, string>;
}

/** Reads the entries of one file. */
export class EntryReader {
  readonly #what: string;
  readonly #setting: Setting;
  readonly #kept = new Set<string>();
  readonly #dropped = new Set<string>();

  /** @param what the file calls its fields */
  constructor(setting: Setting, what: 'Columns' | 'Fields') {
    this.#what = what;
    this.#setting = setting;
  }

  /** @throws Refusal when the entry can't be imported */
  read({ line, cells }: Entry): { readonly draft: Draft; readonly parentTitle: string } {
    const { columns, others } = chosenColumns(cells);
    const cell = (field: Field) => cells.get(columns.get(field)?.name ?? '')?.trim() ?? '';
    const extra = others.flatMap((name) => this.#keep(name, cells.get(name)?.trim() ?? ''));
    const draft: Draft = {
      line,
      title: cell('title'),
      description: cell('description'),
      repeat: cell('repeat'),
      tags: tagsIn(cells.get(columns.get('tags')?.name ?? '') ?? ''),
      checklist: checklistIn(cell('checklist')),
      extra,
      notes: [],
      ...(cell('created_at') && { created: instantText(cell('created_at'), this.#setting) }),
      ...(cell('completed_at') && { completedOn: instantText(cell('completed_at'), this.#setting) }),
    };
    this.#readState(draft, cell);
    this.#readDays(draft, cell);
    readPriority(draft, cell('priority'));
    readProject(draft, cell, columns.get('project')?.name);
    if (Number(cell('steps')) > 0)
      draft.notes?.push(`its checklist has ${cell('steps')} items, but the file doesn't have their words`);
    return { draft, parentTitle: cell('parent') };
  }

  /** What the user should know about the file, after its last entry. */
  notes(): string[] {
    return [
      ...(this.#kept.size ? [`${this.#what} kept in the description: ${[...this.#kept].join(', ')}.`] : []),
      ...(this.#dropped.size
        ? [`${this.#what} left out, as they only count or identify: ${[...this.#dropped].join(', ')}.`]
        : []),
    ];
  }

  /** The line of the description for a column without a field. */
  #keep(name: string, text: string): string[] {
    const isForeign = fieldOf(name) === 'foreign';
    const plain = plainName(name);
    const isFull = plain === '%complete' && /^1(?:00)?%?$/.test(text);
    if (!text || isFull || (ALWAYS_FILLED.test(plain) && SAYS_NOTHING.test(text))) return [];
    if (isForeign && plain !== 'id') this.#dropped.add(name);
    if (isForeign) return [];
    this.#kept.add(name);
    return [`${name}: ${text}`];
  }

  #readState(draft: Draft, cell: (field: Field) => string): void {
    const [completed, status] = [cell('completed'), cell('status')];
    if (!YES.test(completed) && !NO.test(completed))
      throw new Refusal(`"${completed}" in completed is neither yes nor no`);
    draft.completed = YES.test(completed) || DONE_STATES.test(status) || (!completed && !!draft.completedOn);
    if (GIVEN_UP.test(status)) draft.leftOut = `it is ${status.toLowerCase()}`;
    if (YES.test(cell('archived')) && !draft.completed) draft.leftOut = 'it is archived and not done';
    if (!draft.completed) delete draft.completedOn;
    if (draft.completed || draft.leftOut !== undefined || OPEN_STATES.test(status)) return;
    draft.extra?.push(`Status: ${status}`);
    draft.notes?.push(
      `its status "${status}" can't be stored here: it is open, and the status is in the description`,
    );
  }

  /** A range is the planned and the due day. */
  #readDays(draft: Draft, cell: (field: Field) => string): void {
    const [start = '', end = start] = cell('due').split(/\s*→\s*/);
    const planned = cell('planned') || (end === start ? '' : start);
    if (end) {
      const { day, time } = whenIn(end, this.#setting);
      Object.assign(draft, { due: day, due_time: time });
    }
    const time = cell('due_time').toLowerCase();
    if (time) draft.due_time = readClockTime(time) ?? time;
    if (planned) {
      const when = whenIn(planned, this.#setting);
      draft.planned = `${when.day} ${when.time ?? ''}`.trim();
    }
  }
}

function readPriority(draft: Draft, word: string): void {
  draft.priority = priorityIn(word);
  if (draft.priority || isDefaultPriority(word)) return;
  draft.extra?.push(`Priority: ${word}`);
  draft.notes?.push(`the priority "${word}" can't be stored here; it is in the description`);
}

/** Only a column called "projects" may hold several. */
function readProject(draft: Draft, cell: (field: Field) => string, column = ''): void {
  const names = plainName(column) === 'projects' ? cell('project').split(/,\s*/) : [cell('project')];
  if (names.length > 1) draft.extra?.push(`Projects: ${cell('project')}`);
  draft.project = [cell('area'), names[0], cell('section')].filter((name) => name).join('/');
}

/** Separated by line ends where a tag has a comma, else by commas. */
function tagsIn(text: string): string[] {
  return text.split(text.includes('\n') ? '\n' : /[,;]/).map((tag) => tag.trim());
}

function checklistIn(text: string): { text: string; done: boolean }[] {
  return text.split('\n').flatMap((line) => {
    const { mark = ' ', words = '' } = /^(?:\[(?<mark>.)\] )?(?<words>.*)$/.exec(line)?.groups ?? {};
    return words ? [{ text: words, done: mark !== ' ' }] : [];
  });
}
