/** Reads JSON of any known program. */
import { issueText, valueAt } from '../../../domain/text/describe-value.ts';
import { storedTodoSchema } from '../../../domain/todo.ts';
import { EntryReader } from '../entries.ts';
import { SOURCES, TABLE } from '../format-names.ts';
import {
  type Draft,
  type LeftOut,
  type Reading,
  Refusal,
  refuseTooManyEntries,
  type Setting,
  unreadable,
} from '../reading.ts';
import { googleTasks, remindersCli, things, trello } from './apps.ts';
import { cellOf, isObject, type Item, type ItemsOf, type Json } from './items.ts';
import { microsoftToDo } from './microsoft.ts';
import { isOwnList, isStoredTodo } from './own.ts';
import { parseJson } from './source-lines.ts';
import { taskwarrior } from './taskwarrior.ts';

/** The programs whose JSON has a form of its own. */
const PROGRAMS: readonly ItemsOf[] = [googleTasks, trello, microsoftToDo, things, taskwarrior, remindersCli];
/** Where lists of todo servers have their entries. */
const LISTS = ['todos', 'tasks', 'items', 'data'];

/**
 * Reads a list of ours, of a program, or of any todo server whose fields have usual names.
 *
 * @throws TodoError `invalid_input` when it holds no list
 */
export function readJson(text: string, setting: Setting): Reading {
  const { content, lineOf } = parseJson(text);
  for (const itemsOf of PROGRAMS) {
    const items = itemsOf(content, setting);
    if (items) return readItems(items, lineOf, setting);
  }
  const isOwn = isOwnList(content);
  const entries = listIn(content);
  refuseTooManyEntries(entries.length);
  const stored: Draft[] = [];
  const refused: LeftOut[] = [];
  const items: Item[] = [];
  for (const [index, value] of entries.entries()) {
    const title = isObject(value) ? titleOf(value) : undefined;
    if (isStoredTodo(value, isOwn)) stored.push({ line: lineOf(value), title: value.title, stored: value });
    else if (isObject(value) && title !== undefined)
      items.push({ source: value, values: { ...title, ...value } });
    else refused.push({ line: lineOf(value), text: `todo number ${index + 1}`, reason: problemWith(value) });
  }
  const others = readItems(items, lineOf, setting);
  return {
    drafts: [...stored, ...others.drafts].toSorted((a, b) => a.line - b.line),
    refused: [...refused, ...others.refused],
    notes: others.notes,
  };
}

/** The title of an entry of a todo server, where it isn't called so; undefined when it has none. */
function titleOf(value: Json): { readonly title?: string } | undefined {
  const names = ['title', 'text', 'task', 'name', 'content', 'summary', 'todo', 'item', 'subject'];
  if (names.some((name) => typeof value[name] === 'string')) return {};
  const { description } = value;
  return typeof description === 'string' && value['title'] === undefined ? { title: description } : undefined;
}

function problemWith(value: unknown): string {
  const issue = storedTodoSchema.safeParse(value).error?.issues.find(({ path }) => !path.includes('id'));
  if (!issue) return 'it is not a todo';
  const field = issue.path.length ? `"${issue.path.join('.')}"` : 'it';
  return `${field} ${issueText(issue, valueAt(value, issue.path))}`;
}

function listIn(content: unknown): readonly unknown[] {
  const lists = [content, ...LISTS.map((name) => valueAt(content, [name]))];
  const found: unknown = lists.find((each) => Array.isArray(each));
  if (Array.isArray(found)) return found;
  throw unreadable(
    'This JSON holds no list of todos.',
    `These are read: ${SOURCES}. For another app, make ${TABLE}, or JSON such as {"todos": [{"title": "Buy milk", "done": false}]}.`,
  );
}

function readItems(items: readonly Item[], lineOf: (value: unknown) => number, setting: Setting): Reading {
  refuseTooManyEntries(items.length);
  const reader = new EntryReader(setting, { what: 'Fields' });
  const drafts = new Map<Item, Draft>();
  const byId = new Map<unknown, Draft>();
  const refused: LeftOut[] = [];
  for (const item of items) {
    const line = lineOf(item.source);
    const cells = new Map(Object.entries(item.values).map(([name, value]) => [name, cellOf(name, value)]));
    try {
      const { extra = [], notes = [], ...more } = item.more ?? {};
      const draft = reader.read({ line, cells });
      Object.assign(draft, more);
      draft.extra?.push(...extra);
      draft.notes?.push(...notes);
      drafts.set(item, draft);
      if (item.id) byId.set(item.id, draft);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ line, text: cells.get('title') ?? '', reason: error.message });
    }
  }
  for (const [{ parent }, draft] of drafts) {
    const above = byId.get(parent);
    if (above && above !== draft) draft.parent = above;
  }
  return { drafts: [...drafts.values()], refused, notes: reader.notes() };
}
