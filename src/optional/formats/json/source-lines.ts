/** Parses JSON, and tells the line of each object. */
import { type Node, parseTree } from 'jsonc-parser';

import { valueAt } from '../../../domain/text/describe-value.ts';
import { parseExactly, parseUnrounded, withoutMark } from '../../../store/exact-json.ts';
import { findFlaw } from '../../../store/file/json-flaws.ts';
import { unreadable } from '../reading.ts';
import { isOwnList } from './own.ts';

/** The content of a JSON file. */
export interface Parsed {
  readonly content: unknown;
  /** the line where an object of the content begins, from 1 */
  readonly lineOf: (value: unknown) => number;
  /** the same for an entry of a list */
  readonly lineIn: (list: readonly unknown[], index: number) => number;
}

/**
 * Reads JSON, or one object on each line.
 *
 * @throws TodoError `invalid_input` when it is neither
 */
export function parseJson(text: string): Parsed {
  const [content, source] = parsed(withoutMark(text));
  const lines = linesOf(content, source);
  return {
    content,
    lineOf: (value) => lines.get(value)?.[0] ?? 1,
    lineIn: (list, index) => lines.get(list)?.[index + 1] ?? 1,
  };
}

/** The content, and the JSON that it is the content of. */
function parsed(text: string): [content: unknown, source: string] {
  try {
    const content: unknown = JSON.parse(text);
    // The numbers of fields that we don't know stay as they are written.
    return [isOwnList(content) ? parseExactly(text).value : parseUnrounded(text), text];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const list =
      /^\s*\{.*\}\s*\n\s*\{/.test(text) && `[${text.trimEnd().replaceAll(/\}\s*\n(?=\s*\{)/g, '},\n')}]`;
    try {
      if (list) return [parseUnrounded(list), list];
    } catch {
      // The first error tells more.
    }
    throw unreadable(
      `This is not valid JSON (${findFlaw(text) ?? String(error)}).`,
      'Fix it, or import a backup.',
    );
  }
}

/**
 * The lines where the objects and lists in `content` begin, each followed by those of its parts. The parser that knows the places is recursive, and fails on
 * text that JSON.parse still takes.
 */
function linesOf(content: unknown, text: string): ReadonlyMap<unknown, readonly number[]> {
  const lines = new Map<unknown, number[]>();
  const lineAt = lineFinder(text);
  // Of equal keys, JSON.parse takes the last; so does this.
  const note = (value: unknown, node: Node | undefined): void => {
    if (typeof value !== 'object' || !value || !node) return;
    const found = [lineAt(node.offset)];
    lines.set(value, found);
    for (const [index, child] of node.children?.entries() ?? []) {
      const [key, part = child] = node.type === 'object' ? (child.children ?? []) : [];
      found.push(lineAt(part.offset));
      note(valueAt(value, [String(key?.value ?? index)]), part);
    }
  };
  try {
    note(content, parseTree(text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadable('This JSON is nested too deeply.', 'Import a backup, or remove what is nested.');
  }
  return lines;
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
