/** The fields of the editor, and how edits become a call. */
import { labelKey, withoutHash } from '../../../domain/text/text.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import { todoIn } from './answers.ts';
import { brief, exactDay } from './words.ts';

/** The fields of the editor, by the names that the person sees; their values are text. */
const FIELDS = ['title', 'notes', 'due', 'time', 'planned', 'repeat', 'priority', 'project', 'tags'] as const;
export type Field = (typeof FIELDS)[number];
export type Fields = Readonly<Record<Field, string>>;

/** What was typed into a field, and what the field said before. */
interface Touched {
  readonly base: string;
  readonly value: string;
}
export type Edits = Readonly<Partial<Record<Field, Touched>>>;

/** The value of a date of which only a part was typed. */
export const INCOMPLETE = 'incomplete';

export function fieldsOf(todo: TodoView): Fields {
  return {
    title: todo.title,
    notes: todo.description ?? '',
    due: todo.due ?? '',
    time: todo.due_time ?? '',
    planned: todo.planned ?? '',
    repeat: todo.repeat ?? '',
    priority: todo.priority ?? '',
    project: todo.project ?? '',
    tags: (todo.tags ?? []).join(', '),
  };
}

/** The fields whose value differs from what it was. */
export function changedIn(edits: Edits): Field[] {
  return FIELDS.filter((field) => edits[field] && edits[field].value.trim() !== edits[field].base.trim());
}

/** What prevents saving; undefined if nothing does. */
export function flawIn(edits: Edits): string | undefined {
  if (edits.title && !edits.title.value.trim()) return 'A todo needs a title.';
  return FIELDS.some((field) => edits[field]?.value === INCOMPLETE)
    ? 'Finish the date, or empty it.'
    : undefined;
}

/** The changed fields that somebody else has changed too, to another value. Tags are changed one by one. */
export function conflictsIn(edits: Edits, now: TodoView): Field[] {
  const current = fieldsOf(now);
  return changedIn(edits).filter((field) => {
    const { base = '', value = '' } = edits[field] ?? {};
    return field !== 'tags' && current[field] !== base && current[field] !== value.trim();
  });
}

/** The todo as it is with `edits`, to show it before they are saved. */
export function edited(todo: TodoView, edits: Edits): TodoView {
  const shown: Record<string, unknown> = { ...todo };
  const names: Partial<Record<Field, string>> = { notes: 'description', time: 'due_time' };
  for (const field of changedIn(edits)) {
    const value = edits[field]?.value.trim() ?? '';
    shown[names[field] ?? field] = field === 'tags' ? tagsIn(value) : value || undefined;
  }
  if (shown['due'] === undefined) delete shown['due_time'];
  return todoIn(Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined))) ?? todo;
}

/** The arguments of `update_todo` for the changed fields: tags as a difference, a day together with its time. */
export function argumentsOf(edits: Edits, now: TodoView): Record<string, unknown> {
  const values = {
    ...fieldsOf(now),
    ...Object.fromEntries(changedIn(edits).map((field) => [field, edits[field]?.value.trim() ?? ''])),
  };
  const args: Record<string, unknown> = {};
  const clear: string[] = [];
  for (const field of changedIn(edits)) {
    const name = field === 'notes' ? 'description' : field === 'time' ? 'due' : field;
    const value = name === 'due' ? `${values.due} ${values.due && values.time}`.trim() : values[field];
    if (field === 'tags') Object.assign(args, tagDifference(edits.tags));
    else if (value) args[name] = value;
    else clear.push(name);
  }
  return clear.length ? { ...args, clear: [...new Set(clear)] } : args;
}

/** Whether a time is taken away while its day stays, which takes two steps. */
export function losesTime(edits: Edits, now: TodoView): boolean {
  return edits.time?.value === '' && now.due_time !== undefined && (edits.due?.value ?? now.due ?? '') !== '';
}

/** The changed fields with their new values, for the model: `due Sat 2026-12-05, priority high`. */
export function valuesInWords(fields: readonly Field[], todo: TodoView): string {
  const words: Record<Field, string> = {
    title: 'title',
    notes: `notes "${brief(todo.description ?? '')}"`,
    due: `due ${exactDay(todo.due, todo.due_time)}`,
    time: `due ${exactDay(todo.due, todo.due_time)}`,
    planned: `planned ${exactDay(todo.planned)}`,
    repeat: `repeats ${todo.repeat ?? 'no more'}`,
    priority: `priority ${todo.priority ?? 'none'}`,
    project: `project ${brief(todo.project ?? 'none')}`,
    tags: `tags ${brief(todo.tags?.join(', ') ?? 'none')}`,
  };
  return [...new Set(fields.map((field) => words[field]))].join(', ');
}

function tagDifference({ base, value }: Touched = { base: '', value: '' }) {
  const [before, after] = [tagsIn(base), tagsIn(value)];
  const without = (tags: string[], others: string[]) => {
    const keys = new Set(others.map(labelKey));
    return tags.filter((tag) => !keys.has(labelKey(tag)));
  };
  const [added, removed] = [without(after, before), without(before, after)];
  return { ...(added.length && { add_tags: added }), ...(removed.length && { remove_tags: removed }) };
}

function tagsIn(text: string): string[] {
  return text
    .split(',')
    .map((tag) => withoutHash(tag.trim()))
    .filter(Boolean);
}
