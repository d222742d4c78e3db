/** The line that adds todos. */
import { readDue } from '../../../domain/dates/due.ts';
import type { ViewProps } from './view.ts';
import { shortDay } from './words.ts';

/** The line that adds todos. While the person types, it shows what it reads. */
export function AddLine({ board, state }: ViewProps) {
  const { line, lineError, reading } = state;
  const what = readingOf({ board, state });
  return (
    // Not a form: hosts may forbid pages to submit any.
    <div id="add" role="form" aria-label="Add a todo">
      <input
        id="line"
        aria-label="New todo"
        autocomplete="off"
        dir="auto"
        placeholder="Add a todo: water the plants every fri #garden"
        aria-describedby="reading"
        maxlength={400}
        value={line}
        onInput={({ currentTarget: { value } }) => board.store.set({ line: value, lineError: '' })}
        onKeyDown={({ key, isComposing }) => {
          if (key === 'Enter' && !isComposing) board.add();
        }}
      />
      {what && (
        <button
          class="plain keep"
          title="Keep these words in the title"
          aria-label="Keep these words in the title"
          onClick={() => board.store.set({ line: `"${line.replaceAll('"', '')}"` })}
        >
          ×
        </button>
      )}
      <button id="add-button" disabled={!reading} onClick={() => board.add()}>
        Add
      </button>
      <p id="reading" aria-live="polite">
        {what}
      </p>
      {lineError && (
        <p id="add-error" role="alert" class="error" dir="auto">
          {lineError}
        </p>
      )}
    </div>
  );
}

/** What was read besides the title, in words. */
function readingOf({ board, state: { reading, context, line } }: ViewProps): string {
  if (!reading || !line.trim()) return '';
  const { due, repeat, priority, project, tags = [] } = board.quickTodo;
  const date = due === undefined ? undefined : readDue(due, reading.today);
  const facts = [
    date && `due ${shortDay(date.due, reading.today, context)} ${date.due_time ?? ''}`.trim(),
    repeat,
    priority && `${priority} priority`,
    project && `project ${project}`,
    ...tags.map((tag) => `#${tag}`),
  ];
  return facts.filter(Boolean).join(', ');
}
