/** TaskPaper: https://guide.taskpaper.com/reference/ */
import { takeField, takeMarks } from '../marks.ts';
import { indentOf, Outline, shareOf } from '../outline.ts';
import { CANCELLED, type Draft, linesNoted, type Reading, refuseTooManyEntries } from '../reading.ts';

const TASK = /^\s*[-*+] (?!\[.\])(?<text>.*)$/;
const PROJECT = /^\s*(?![-*+] )(?<name>[^#>|\s][^#>|]*):\s*(?:@\S+\s*)*$/;
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
  const isTask = (line: string) => TASK.test(line);
  const isMarked = (line: string) => PROJECT.test(line) || (isTask(line) && KNOWN_TAG.test(line));
  if (!lines.some(isTask) || !lines.some(isMarked)) return 0;
  return shareOf(lines, (line) => isTask(line) || PROJECT.test(line) || /^\t+\S/.test(line));
}

export function readTaskPaper(text: string): Reading {
  const outline = new Outline();
  const drafts: Draft[] = [];
  const ignored: number[] = [];
  let projects: Project[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const depth = indentOf(line);
    const task = TASK.exec(line)?.groups?.['text'];
    const name = PROJECT.exec(line)?.groups?.['name'];
    if (task !== undefined) {
      projects = projects.filter((each) => each.depth < depth || (each.depth === depth && !each.indents));
      for (const each of projects) each.indents = each.depth < depth;
      const draft: Draft = {
        line: index + 1,
        title: '',
        project: projects.map((each) => each.name).join('/'),
      };
      takeMarks(draft, withoutTags(draft, task));
      outline.enter(draft, depth);
      drafts.push(draft);
      refuseTooManyEntries(drafts.length);
    } else if (name !== undefined) {
      outline.clear();
      projects = [...projects.filter((each) => each.depth < depth), { name: name.trim(), depth }];
    } else if (!outline.describe(line.trim(), depth)) {
      ignored.push(index + 1);
    }
  }
  return {
    drafts,
    refused: [],
    notes: linesNoted(ignored, 'of other text ignored').map((each) => `${each}; entries begin with "- ".`),
  };
}

/** Takes the tags out of the text of a task. */
function withoutTags(draft: Draft, text: string): string {
  return text.replace(TAG, (whole, name: string, value: string | undefined) => {
    if (name === 'done') draft.completed = true;
    if (name === 'cancelled') draft.leftOut = CANCELLED;
    if (value !== undefined && !takeField(draft, NAMES.get(name) ?? name, value.trim(), whole))
      (draft.extra ??= []).push(whole);
    else if (value === undefined && name !== 'done') (draft.tags ??= []).push(name);
    return '';
  });
}
