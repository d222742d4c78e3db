import { type Node, parseTree } from 'jsonc-parser';

import type { Snapshot } from '../../domain/snapshot.ts';
import { issueText, valueAt } from '../../domain/text/describe-value.ts';
import { storedTodoSchema, type Todo } from '../../domain/todo.ts';
import { FORMAT_VERSION, renderSnapshot } from '../../store/file/file-text.ts';
import { findFlaw } from '../../store/file/json-flaws.ts';
import { type Draft, type LeftOut, type Reading, refuseTooManyEntries, unreadable } from './reading.ts';
import type { Written } from './written.ts';

/**
 * Reads a todos file: a list, its backup, a conflict copy of a sync service, or an export.
 *
 * @throws TodoError `invalid_input` when it isn't one
 */
export function readJson(text: string): Reading {
  const todos = todosIn(text);
  const lineOf = lineFinder(text);
  const drafts: Draft[] = [];
  const refused: LeftOut[] = [];
  for (const [index, { value, offset }] of todos.entries()) {
    const line = lineOf(offset);
    if (isTodo(value)) {
      drafts.push({ line, title: value.title, stored: value });
      continue;
    }
    const title = valueAt(value, ['title']);
    const named = typeof title === 'string' ? title : `todo number ${index + 1}`;
    refused.push({ line, text: named, reason: problemWith(value) });
  }
  return { drafts, refused, notes: [] };
}

function problemWith(value: unknown): string {
  const issue = storedTodoSchema.safeParse(value).error?.issues[0];
  if (!issue) return 'it is not a todo';
  const field = issue.path.length ? `"${issue.path.join('.')}"` : 'it';
  return `${field} ${issueText(issue, valueAt(value, issue.path))}`;
}

function isTodo(value: unknown): value is Todo {
  return storedTodoSchema.safeParse(value).success;
}

function todosIn(text: string): { value: unknown; offset: number }[] {
  const content = parsed(text);
  const version = valueAt(content, ['version']);
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw unreadable('A newer Todo Manager wrote this list.', 'Update this one, then import it again.');
  }
  const values = Array.isArray(content) ? content : valueAt(content, ['todos']);
  const tree = treeOf(text);
  const node = Array.isArray(content) ? tree : listNode(tree);
  if (!Array.isArray(values) || !node) {
    throw unreadable(
      'This JSON holds no list of todos.',
      'Import a todos file of Todo Manager: {"todos": [...]}.',
    );
  }
  refuseTooManyEntries(values.length);
  return values.map((value: unknown, index) => ({ value, offset: node.children?.[index]?.offset ?? 0 }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unreadable(
      `This is not valid JSON (${findFlaw(text) ?? String(error)}).`,
      'Fix it, or import a backup.',
    );
  }
}

/** The tree, which has the places in the text. Its parser is recursive and fails on text that JSON.parse still takes. */
function treeOf(text: string): Node | undefined {
  try {
    return parseTree(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadable('This JSON is nested too deeply.', 'Import a backup, or remove what is nested.');
  }
}

/** The last `todos`, the one that JSON.parse takes if there are several. */
function listNode(root: Node | undefined): Node | undefined {
  return root?.children?.findLast(({ children }) => children?.[0]?.value === 'todos')?.children?.[1];
}

/** Finds the line of an offset, from 1; offsets must ascend. */
function lineFinder(text: string): (offset: number) => number {
  let line = 1;
  let end = text.indexOf('\n');
  return (offset) => {
    for (; end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) line += 1;
    return line;
  };
}

/** A todos file, without its history. */
export function writeJson(snapshot: Snapshot): Written {
  const { history: _, ...others } = snapshot;
  return { text: renderSnapshot(others).toString(), todos: others.todos.length, lost: [] };
}
