/** Columns of tables and keys of JSON objects: the names that programs and people give to a todo's fields. */

/** The names of each field, the most exact first. They are compared in lower case, without blanks and punctuation. */
const NAMES = [
  ['title', 'title, task name, card name, task, name, subject, summary, content, item, todo, text'],
  ['due', 'due, due date, due on, deadline, end date, date'],
  ['due_time', 'due time'],
  ['planned', 'planned, scheduled, start date, start on, start'],
  ['completed', 'completed, complete, is completed, done, checked, due complete'],
  ['status', 'status, state'],
  [
    'completed_at',
    'completed at, completed on, completed date, completion date, date completed, completed time, complete time, completion time, finished at',
  ],
  ['created_at', 'created at, created, created on, created date, created time, creation date, date created'],
  ['description', 'description, notes, note, details, body, card description'],
  ['area', 'board, board name, folder, area'],
  ['project', 'project, projects, list, list name'],
  ['section', 'section, section/column'],
  ['tags', 'tags, labels, label, categories, category'],
  ['priority', 'priority, importance'],
  ['repeat', 'repeat, recurrence'],
  ['checklist', 'checklist'],
  ['parent', 'parent task, parent'],
  ['archived', 'archived'],
  // What says nothing about the todo itself, so that it is dropped: ids, counts, times of the latest change.
  [
    'foreign',
    'id, uuid, task id, card id, list id, board id, card url, next id, updated at, updated, modified, last modified, last modified date, ' +
      'last activity date, attachment count, vote count, comment count, checklist item completed count, user id',
  ],
  ['steps', 'checklist item total count'],
] as const;
export type Field = (typeof NAMES)[number][0];

interface Known {
  readonly field: Field;
  /** the lower, the more exact */
  readonly rank: number;
}
const KNOWN: ReadonlyMap<string, Known> = new Map(
  NAMES.flatMap(([field, names]) =>
    names.split(', ').map((name, rank) => [plainName(name), { field, rank }] as const),
  ),
);

export function fieldOf(name: string): Field | undefined {
  return KNOWN.get(plainName(name))?.field;
}

/** A name for comparison. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}%]/gu, '');
}

/** The column for each field, and the columns without one. */
export function chosenColumns(cells: ReadonlyMap<string, string>) {
  const columns = new Map<Field, { readonly name: string; readonly rank: number }>();
  const others: string[] = [];
  for (const name of cells.keys()) {
    const known = KNOWN.get(plainName(name));
    const rival = known && columns.get(known.field);
    if (!known || known.field === 'foreign') others.push(name);
    else if (!rival || known.rank < rival.rank) {
      if (rival) others.push(rival.name);
      columns.set(known.field, { name, rank: known.rank });
    } else others.push(name);
  }
  return { columns, others };
}
