import { importTodos } from '../../../src/domain/import-todos.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../../src/domain/snapshot.ts';
import type { Todo } from '../../../src/domain/todo.ts';
import { decode } from '../../../src/optional/formats/decode.ts';
import type { ReadName } from '../../../src/optional/formats/format-names.ts';
import { formatOf, READERS } from '../../../src/optional/formats/formats.ts';
import type { Setting } from '../../../src/optional/formats/reading.ts';
import { takeAll } from '../../../src/optional/formats/take.ts';
import { systemClock } from '../../../src/system-clock.ts';

/** Noon of Saturday, 21 November 2026, in Berlin. */
export const BERLIN: Setting = settingIn('Europe/Berlin');

/** The same instant in another time zone, or that time on another day. */
export function settingIn(zone: string, today = '2026-11-21'): Setting {
  const clock = systemClock(zone);
  const now = `${today}T11:00:00.000Z`;
  return {
    zone,
    moment: { now, today, localTime: (instant) => clock.localTime(new Date(instant)) },
  };
}

/** An imported file. */
export interface ImportedFile {
  readonly format: ReadName;
  /** those that were added */
  readonly todos: readonly Todo[];
  /** where each todo begins in the file */
  readonly lines: readonly number[];
  /** `7 Pay rent: the due date ...` */
  readonly refused: readonly string[];
  readonly leftOut: readonly string[];
  readonly notes: readonly string[];
}

export function importedFrom(
  file: Buffer | string,
  {
    name = '',
    project,
    headings,
    setting = BERLIN,
    into = EMPTY_SNAPSHOT,
    duplicates = true,
  }: {
    name?: string;
    project?: string;
    headings?: 'project' | 'tag';
    setting?: Setting;
    into?: Snapshot;
    duplicates?: boolean;
  } = {},
): ImportedFile {
  const text = decode(Buffer.from(file));
  const format = formatOf(text, name);
  const reading = READERS[format].read(text, setting, name);
  const { taken, refused, cancelled } = takeAll(reading, { project, headings }, setting);
  const all = taken.map(({ imported }) => imported);
  const { result } = importTodos(into, all, { moment: setting.moment, duplicates });
  const named = (each: (typeof refused)[number]) => `${each.line} ${each.text}: ${each.reason}`;
  return {
    format,
    todos: result.flatMap((outcome) => ('added' in outcome ? [outcome.added] : [])),
    lines: taken.map(({ line }) => line),
    refused: refused.map(named),
    leftOut: cancelled.map(named),
    notes: [...reading.notes, ...taken.flatMap(({ line, notes }) => notes.map((note) => `${line} ${note}`))],
  };
}
