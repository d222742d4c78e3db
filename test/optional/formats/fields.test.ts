/** A census: every field of a todo goes through every format and back. A field that doesn't come back needs a reason. */
import { expect, test } from 'vitest';

import type { Todo } from '../../../src/domain/todo.ts';
import { FORMAT_NAMES, type FormatName } from '../../../src/optional/formats/format-names.ts';
import { WRITERS } from '../../../src/optional/formats/formats.ts';
import { FULL_TODO, listOf } from '../../support/todos.ts';
import { BERLIN, importedFrom } from './imported-from.ts';

type Reasons = Partial<Record<keyof Todo, string>>;

/** What only a list has. */
const OURS: Reasons = {
  series_date: 'it means nothing without the history of the list; export counts it',
  continued_as: 'it is an id in the list',
  updated_at: 'an import is a change',
};
/** Why a field doesn't come back as it was. */
const LOST: Readonly<Record<FormatName, Reasons>> = {
  json: {},
  csv: OURS,
  md: {
    ...OURS,
    created_at: 'its line is for people, with a time of day of the user',
    completed_at: 'only the day',
  },
  'todo.txt': {
    ...OURS,
    description: 'a todo is one line; export counts it',
    checklist: 'a todo is one line; export counts it',
    created_at: 'only the day',
    completed_at: 'only the day',
  },
  ics: OURS,
};

/** An open todo that repeats, and one that is completed; a value of each field is in one of them. */
const open = { ...FULL_TODO, completed: false, completed_at: undefined, continued_as: undefined };
const done = { ...FULL_TODO, id: 2, title: 'Water all plants', repeat: undefined };
const FIELDS = Object.keys(FULL_TODO) as (keyof Todo)[];

test.for(FORMAT_NAMES)('%s gives back every field but those named here', (format) => {
  const list: readonly Todo[] = [open, done];
  const { text } = WRITERS[format](listOf(...list), BERLIN, { todos: true, alarm: undefined });
  const { todos, refused } = importedFrom(text, { name: `x.${format}` });
  expect(refused).toEqual([]);
  const lost = FIELDS.filter((field) => {
    const [before, after] = [list, todos].map((all) =>
      JSON.stringify(all.map((todo) => todo[field] || null)),
    );
    return before !== after;
  });
  expect(lost.toSorted()).toEqual(Object.keys(LOST[format]).toSorted());
});
