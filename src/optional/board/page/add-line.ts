import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { type QuickTodo, readQuickTodo } from '../../../domain/quick-add.ts';
import { part } from './elements.ts';
import { messageOf } from './values.ts';

interface AddSetting {
  readonly add: (todo: QuickTodo) => Promise<void>;
  /** undefined until it is known */
  readonly today: () => CalendarDate | undefined;
  /** formats a date, with or without a time */
  readonly inWords: (due: string) => string;
}

/** Makes the line at the top add todos. While the person types, it shows the date that it reads. */
export function enableAdding({ add, today, inWords }: AddSetting): void {
  const line = part('input', 'line');
  const errorLine = part('p', 'add-error');
  let pending = '';

  const read = (): QuickTodo | undefined => {
    const day = today();
    return day === undefined ? undefined : readQuickTodo(line.value, day);
  };
  const show = (error: string) => {
    const { due } = read() ?? {};
    part('span', 'reading').textContent = due === undefined ? '' : `due ${inWords(due)}`;
    errorLine.textContent = error;
    errorLine.hidden = !error;
  };
  const submit = async () => {
    const todo = read();
    const written = line.value;
    // A double click adds one todo.
    if (!todo?.title || written === pending) return;
    pending = written;
    const error = await add(todo).then(() => '', messageOf);
    pending = '';
    // Keeps what was typed in the meantime.
    if (!error && line.value === written) line.value = '';
    show(error);
  };

  line.addEventListener('input', () => show(''));
  // Not a form: hosts may forbid pages to submit any.
  line.addEventListener('keydown', ({ key, isComposing }) => {
    if (key === 'Enter' && !isComposing) void submit();
  });
  part('button', 'add-button').addEventListener('click', () => void submit());
}
