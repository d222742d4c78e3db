/** Our own Markdown, as render/markdown.ts writes it, with a line for each field. */
import { PRIORITIES } from '../../domain/todo.ts';
import type { Draft } from '../reading.ts';

const TITLE_LINE = '# Todos';
const TASK = /^- \[(?<mark>[ x])\] #\d+: (?<title>.*)$/;
const FIELD =
  /^ {2}- (?<name>completed|due|planned|repeat|priority|project|tags|created|updated): (?<value>.*)$/;
const STEP = /^ {2}- \[(?<mark>[ x])\] (?<text>.*)$/;

/** Whether these lines are an export of ours. */
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

/** Takes a field or a step; a blank line separates these from the description. */
function takeLine(draft: Draft, line: string): boolean {
  const step = STEP.exec(line)?.groups;
  if (step) {
    (draft.checklist ??= []).push({ text: step['text'] ?? '', done: step['mark'] === 'x' });
    return true;
  }
  const { name, value = '' } = FIELD.exec(line)?.groups ?? {};
  if (name) setField(draft, name, value);
  return name !== undefined;
}

function setField(draft: Draft, name: string, value: string): void {
  // Days are written with their weekday: `Mon 2026-11-23 15:00`.
  const [, day, time] = value.split(' ');
  switch (name) {
    case 'completed':
      draft.completedOn = day;
      break;
    case 'due':
      draft.due = day;
      draft.due_time = time;
      break;
    case 'planned':
      draft.planned = day;
      break;
    case 'priority':
      draft.priority = PRIORITIES.find((priority) => priority === value);
      break;
    case 'tags':
      draft.tags = value.split(', ');
      break;
    case 'repeat':
      draft.repeat = value;
      break;
    case 'project':
      draft.project = value;
      break;
    default:
  }
}
