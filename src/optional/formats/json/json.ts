/** Reads JSON of any known program. */
import { isObject, issueText, valueAt } from '../../../domain/text/describe-value.ts';
import { storedTodoSchema } from '../../../domain/todo.ts';
import { fieldOf } from '../columns.ts';
import { SOURCES, TABLE } from '../format-names.ts';
import { type Item, type Json, readItems, without } from '../items.ts';
import {
  type Draft,
  type LeftOut,
  type Reading,
  refuseTooManyEntries,
  type Setting,
  unreadable,
} from '../reading.ts';
import { type App, googleTasks, remindersCli, things, trello } from './apps.ts';
import { microsoftToDo } from './microsoft.ts';
import { isOwnList, isStoredTodo } from './own.ts';
import { parseJson } from './source-lines.ts';
import { taskwarrior } from './taskwarrior.ts';

const APPS: readonly App[] = [googleTasks, trello, microsoftToDo, things, taskwarrior, remindersCli];
/** Where lists of todo servers have their entries. */
const LISTS = ['todos', 'tasks', 'items', 'data'];

/**
 * Reads a list of ours, of a program, or of any todo server whose fields have usual names.
 *
 * @throws TodoError `invalid_input` when it holds no list
 */
export function readJson(text: string, setting: Setting): Reading {
  const { content, lineOf, lineIn } = parseJson(text);
  for (const { entriesIn, known, read } of APPS) {
    const items = entriesIn(content)?.map(({ entry, list }): Item => {
      const { values, ...others } = read(entry, list, setting);
      const rest = known === '*' ? {} : without(entry, known);
      return { line: lineOf(entry), values: { ...rest, ...values }, ...others };
    });
    if (items) return readItems(items, setting, { what: 'Fields' });
  }
  const isOwn = isOwnList(content);
  const entries = listIn(content);
  refuseTooManyEntries(entries.length);
  const stored: Draft[] = [];
  const refused: LeftOut[] = [];
  const items: Item[] = [];
  for (const [index, value] of entries.entries()) {
    const line = lineIn(entries, index);
    const title = isObject(value) ? titleOf(value) : undefined;
    if (isStoredTodo(value, isOwn)) stored.push({ line, title: value.title, stored: value });
    else if (typeof value === 'string') items.push({ line, values: { title: value } });
    else if (isObject(value) && title !== undefined) items.push({ line, values: { ...value, ...title } });
    else refused.push({ line, text: `todo number ${index + 1}`, reason: problemWith(value) });
  }
  const others = readItems(items, setting, { what: 'Fields' });
  return {
    drafts: [...stored, ...others.drafts].toSorted((a, b) => a.line - b.line),
    refused,
    notes: others.notes,
  };
}

/** What differs where the description of a todo server's entry is its title; undefined when it has none. */
function titleOf(value: Json): Json | undefined {
  const names = Object.keys(value).filter((name) => fieldOf(name) === 'title');
  if (names.some((name) => typeof value[name] === 'string')) return {};
  const { description } = value;
  return typeof description === 'string' && value['title'] === undefined
    ? { title: description, description: '' }
    : undefined;
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
