import { linesBelow, todoLine, wholeView } from '../../../src/render/todo-view.ts';
import { BERLIN, type ImportedFile } from './imported-from.ts';

/** What an import adds, without ids, and what it reports. */
export function importedLines({ todos, lines, refused, leftOut, notes }: ImportedFile): string[] {
  const taken = todos.map((todo, index) => {
    const view = wholeView(todo, BERLIN.moment);
    return [`${lines[index]} ${todoLine(view).replace(/^#\d+ /, '')}`, ...linesBelow(view)].join('\n');
  });
  const section = (name: string, all: readonly string[]) => all.map((each) => `${name} ${each}`);
  return [
    ...taken,
    ...section('refused', refused),
    ...section('left out', leftOut),
    ...section('note', notes),
  ];
}
