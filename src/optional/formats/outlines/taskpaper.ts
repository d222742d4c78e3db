/** TaskPaper: https://guide.taskpaper.com/reference/ */
import { takeField } from '../marks.ts';
import { indentOf, Outline, shareOf } from '../outline.ts';
import { CANCELLED, type Draft, type Reading } from '../reading.ts';

/** With a box, as in Markdown, or a sign, as PlainTasks draws it. */
const TASK = /^\s*(?:[-*+] (?:\[(?<box>[ xX-])\] )?|(?<sign>[☐✔✘]) ?)(?<text>.*)$/u;
const PROJECT = /^\s*(?![-*+☐✔✘] )(?<name>[^#>|:\s][^#>|]*):\s*(?:@\S+\s*)*$/u;
const TAG = /(?<=^|\s)@(?<name>[\p{L}\p{N}._-]+)(?:\((?<value>[^()]*)\))?/gu;
const KNOWN_TAG = /\s@(?:done|due|start|defer|priority|today|flag|waiting|cancelled)\b/;
/** What this format calls a field that marks.ts knows by another name. */
const NAMES: ReadonlyMap<string, string> = new Map([['start', 'planned']]);

interface Project {
  readonly name: string;
  readonly depth: number;
  /** whether its tasks are indented, so that one that isn't doesn't belong to it */
  indents?: boolean;
}

/** Tasks, projects, and the notes below them. */
export function shareOfTaskPaper(lines: readonly string[]): number {
  const isTask = (line: string) => TASK.test(line) && !/^\s*[-*+] \[.\]/.test(line);
  const isMarked = (line: string) => PROJECT.test(line) || (isTask(line) && KNOWN_TAG.test(line));
  if (!lines.some(isTask) || !lines.some(isMarked)) return 0;
  return shareOf(lines, (line) => isTask(line) || PROJECT.test(line) || /^\t+\S/.test(line));
}

export function readTaskPaper(text: string): Reading {
  const outline = new Outline();
  let projects: Project[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const depth = indentOf(line);
    const { text: task, box, sign } = TASK.exec(line)?.groups ?? {};
    const name = PROJECT.exec(line)?.groups?.['name'];
    if (task !== undefined) {
      projects = projects.filter((each) => each.depth < depth || (each.depth === depth && !each.indents));
      for (const each of projects) each.indents = each.depth < depth;
      const { left, fields } = withoutTags(task);
      const project = projects.map((each) => each.name).join('/');
      if (box === 'x' || box === 'X' || sign === '✔') fields.completed = true;
      if (box === '-' || sign === '✘') fields.leftOut = CANCELLED;
      outline.enter(left, depth, { ...fields, line: index + 1, project });
    } else if (name !== undefined) {
      outline.clear();
      projects = [...projects.filter((each) => each.depth < depth), { name: name.trim(), depth }];
    } else {
      outline.addText(line, index + 1);
    }
  }
  return outline.reading('"- "');
}

/** The text of a task without its tags, and what they set. */
function withoutTags(text: string) {
  const fields: Draft = { line: 0, title: '' };
  const left = text.replace(TAG, (whole, name: string, value: string | undefined) => {
    if (name === 'done') fields.completed = true;
    if (name === 'cancelled') fields.leftOut = CANCELLED;
    if (value !== undefined && !takeField(fields, NAMES.get(name) ?? name, value.trim(), whole))
      (fields.extra ??= []).push(whole);
    else if (value === undefined && name !== 'done') (fields.tags ??= []).push(name);
    return '';
  });
  return { left, fields };
}
