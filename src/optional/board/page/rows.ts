/** The rows of the list, with their controls and panels. */
import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import { button, element, icon } from './elements.ts';
import { daysAhead, type Filter, type Group } from './model.ts';
import { type DateFormat, type Fact, factsOf, shortDay } from './words.ts';

/** The editor or the menu of days, open below a todo. */
export interface Opened {
  readonly id: number;
  readonly panel: Panel;
  readonly element: HTMLElement;
  /** Shows as much as keeps `isTooHigh` false. */
  readonly fit: (isTooHigh: () => boolean) => void;
  /** Saves what was typed. Resolves to false if that can't be saved, so the panel must stay. */
  readonly leave: () => Promise<boolean>;
}

export type Panel = 'edit' | 'move';

export interface DaySetting {
  readonly today: CalendarDate;
  readonly format: DateFormat;
}

export interface RowSetting extends DaySetting {
  /** undefined: the rows are read-only */
  readonly control: Control | undefined;
}

/** What the person can do with a row, and the state of that. */
interface Control {
  readonly opened: Opened | undefined;
  /** error messages by id of the todo */
  readonly errors: ReadonlyMap<number, string>;
  complete(id: number, done: boolean): void;
  /** Opens or closes a panel. */
  toggle(todo: TodoView, panel: Panel): Promise<void>;
}

/** One todo as a row. Controls are named by `data-focus`, so that a new row can take over the focus of the old one. */
export function rowOf(todo: TodoView, group: Group, setting: RowSetting): HTMLElement {
  const { id, title, completed } = todo;
  const { control } = setting;
  const panel = control?.opened?.id === id ? control.opened : undefined;
  const error = control?.errors.get(id);
  const canEdit = control && !completed ? control : undefined;
  const row = element('li', { 'data-id': id, class: completed && 'done' });
  row.draggable = canEdit !== undefined;
  row.append(tickOf(todo, control));
  const content = contentOf(todo, group, setting);
  if (canEdit) {
    const edit = {
      class: 'body',
      'data-focus': `edit-${id}`,
      'aria-expanded': String(panel?.panel === 'edit'),
    };
    const move = {
      class: 'plain move',
      'data-focus': `move-${id}`,
      'aria-label': `Move ${title} to another day`,
      'aria-expanded': String(panel?.panel === 'move'),
    };
    row.append(
      button(edit, () => void canEdit.toggle(todo, 'edit'), ...content),
      button(move, () => void canEdit.toggle(todo, 'move'), icon('move')),
    );
  } else row.append(element('div', { class: 'body' }, ...content));
  if (error !== undefined) row.append(element('p', { class: 'error', role: 'alert' }, error));
  if (panel) row.append(panel.element);
  return row;
}

function tickOf(todo: TodoView, control: Control | undefined): HTMLElement {
  const tick = element('input', {
    type: 'checkbox',
    class: `tick ${todo.priority ?? ''}`,
    'data-focus': `tick-${todo.id}`,
    'aria-label': todo.title,
    disabled: !control,
  });
  tick.checked = todo.completed;
  tick.addEventListener('change', () => control?.complete(todo.id, tick.checked));
  return tick;
}

/** The title, and what else there is to know. */
function contentOf(todo: TodoView, group: Group, { today, format }: DaySetting): (Node | string)[] {
  const facts = factsOf(todo, group, today, format).map(factOf);
  const title = element('span', { class: 'title' }, todo.title);
  return facts.length ? [title, ' ', element('span', { class: 'facts' }, ...facts)] : [title];
}

function factOf({ kind, text }: Fact): HTMLElement {
  return element('span', { class: `fact ${kind}` }, kind === 'repeat' ? icon('repeat') : undefined, text);
}

/** The days to move a todo to, as elements of `kind`; the last one stands for no day. */
export function dayCells(kind: 'button' | 'div', { today, format }: DaySetting): HTMLElement[] {
  const days = [today, ...daysAhead(today)];
  const cells = days.map((day) =>
    element(kind, { 'data-day': day, class: 'day' }, shortDay(day, today, format)),
  );
  return [...cells, element(kind, { 'data-day': '', class: 'day' }, 'No day')];
}

/** The menu of days below a todo. */
export function moveMenu(
  todo: TodoView,
  setting: DaySetting,
  move: (day: CalendarDate | undefined) => void,
): HTMLElement {
  const cells = dayCells('button', setting);
  for (const cell of cells) {
    const day = cell.dataset['day'] || undefined;
    cell.setAttribute('aria-pressed', String(todo.planned === day));
    cell.addEventListener('click', () => move(day));
  }
  return element(
    'div',
    { class: 'panel days', role: 'group', 'aria-label': `Plan ${todo.title} for` },
    ...cells,
  );
}

/** Shown instead of an empty list. */
export function emptyNote({ project, tag }: Filter): HTMLElement {
  const isFiltered = project !== undefined || tag !== undefined;
  const fact = isFiltered ? 'Nothing open here.' : 'Nothing to do.';
  const hint = 'Say to your assistant: "Add a todo: call the plumber tomorrow."';
  return element('div', { class: 'empty' }, element('p', {}, fact), element('p', {}, hint));
}
