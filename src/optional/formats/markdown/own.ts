/** Our own Markdown, as render/markdown.ts writes it, with a line for each field. */
import { PRIORITIES } from '../../../domain/todo.ts';
import type { Draft } from '../reading.ts';

const TITLE_LINE = '# Todos';
const TASK = /^- \[(?<mark>[ x])\] #\d+: (?<title>.*)$/;
const FIELD = /^ {2}- (?<name>[a-z]+): (?<value>.*)$/;
const STEP = /^ {2}- \[(?<mark>[ x])\] (?<text>.*)$/;

/** Whether these lines are our own export. */
export function isOwn(lines: readonly string[]): boolean {
  return lines.find((line) => line.trim()) === TITLE_LINE;
}

/**
 * Reads the todo that begins at `index`.
 *
 * @returns undefined when there is none; else the todo, and the index of the line after it
 */
export function readOwnTodo(
  lines: readonly string[],
  index: number,
): { draft: Draft; next: number } | undefined {
  const task = TASK.exec(lines[index] ?? '')?.groups;
  if (!task) return undefined;
  const draft: Draft = { line: index + 1, title: task['title'] ?? '', completed: task['mark'] === 'x' };
  let next = index + 1;
  for (; takeLine(draft, lines[next] ?? ''); next++);
  const description: string[] = [];
  for (; next < lines.length && /^(?: {2}|\s*$)/.test(lines[next] ?? ''); next++) {
    description.push((lines[next] ?? '').slice(2));
  }
  draft.description = description.join('\n');
  return { draft, next };
}

/** Reads a field or a step into `draft`; false for other lines. A blank line separates these from the description. */
function takeLine(draft: Draft, line: string): boolean {
  const step = STEP.exec(line)?.groups;
  if (step) {
    (draft.checklist ??= []).push({ text: step['text'] ?? '', done: step['mark'] === 'x' });
    return true;
  }
  const { name = '', value = '' } = FIELD.exec(line)?.groups ?? {};
  // Days are written with their weekday: `Mon 2026-11-23 15:00`.
  const [, day, time] = value.split(' ');
  const fields: Readonly<Record<string, Partial<Draft>>> = {
    completed: { completedOn: day },
    due: { due: day, due_time: time },
    planned: { planned: day },
    repeat: { repeat: value },
    priority: { priority: PRIORITIES.find((priority) => priority === value) },
    project: { project: value },
    tags: { tags: value.split(', ') },
    created: {},
    updated: {},
  };
  if (!Object.hasOwn(fields, name)) return false;
  Object.assign(draft, fields[name]);
  return true;
}
