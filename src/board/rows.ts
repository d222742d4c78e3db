import type { CalendarDate } from '../domain/dates/calendar.ts';
import type { TodoView } from '../render/todo-view.ts';
import { element, icon } from './elements.ts';
import { daysAhead, type Filter, type Group } from './model.ts';
import { dayInShort, type Fact, factsOf, type Manner } from './words.ts';

/** What can be open below a todo. */
export type Panel = 'edit' | 'move';

/** What is open, and below which todo. */
export interface Opened {
  readonly id: number;
  readonly panel: Panel;
  readonly element: HTMLElement;
  /** Shows as much of it as keeps the page from being too high, and all of it when the page never is. */
  readonly fit: (isTooHigh: () => boolean) => void;
}

/** What a row needs to know beside its todo. */
export interface RowSetting {
  readonly today: CalendarDate;
  readonly manner: Manner;
  /** without it there is no control that could change anything */
  readonly actions: RowActions | undefined;
  readonly opened: Opened | undefined;
  /** what went wrong with which todo */
  readonly errors: ReadonlyMap<number, string>;
}

export interface RowActions {
  /** @param done whether it is to be completed or opened again */
  complete(id: number, done: boolean): void;
  /** opens what is closed and closes what is open */
  toggle(todo: TodoView, panel: Panel): void;
}

/** One todo as a row. What is to keep the focus when rows are made again has a name of its own in `data-focus`. */
export function rowOf(todo: TodoView, group: Group, setting: RowSetting): HTMLElement {
  const { actions, opened, errors } = setting;
  const panel = opened?.id === todo.id ? opened : undefined;
  const error = errors.get(todo.id);
  const row = element('li', { 'data-id': todo.id, class: todo.completed && 'done' });
  row.draggable = actions !== undefined && !todo.completed;
  row.append(tickOf(todo, actions), bodyOf(todo, group, setting));
  if (actions && !todo.completed) {
    const move = element('button', {
      type: 'button',
      class: 'plain move',
      'data-focus': `move-${todo.id}`,
      'aria-label': `Move ${todo.title} to another day`,
      'aria-expanded': String(panel?.panel === 'move'),
    });
    move.append(icon('move'));
    move.addEventListener('click', () => actions.toggle(todo, 'move'));
    row.append(move);
  }
  if (error !== undefined) row.append(element('p', { class: 'error', role: 'alert' }, error));
  if (panel) row.append(panel.element);
  return row;
}

function tickOf(todo: TodoView, actions: RowActions | undefined): HTMLElement {
  const tick = element('input', {
    type: 'checkbox',
    class: `tick ${todo.priority ?? ''}`,
    'data-focus': `tick-${todo.id}`,
    'aria-label': todo.title,
    disabled: !actions,
  });
  tick.checked = todo.completed;
  tick.addEventListener('change', () => actions?.complete(todo.id, tick.checked));
  return tick;
}

function bodyOf(todo: TodoView, group: Group, { today, manner, actions, opened }: RowSetting): HTMLElement {
  const facts = factsOf(todo, group, today, manner).map(factOf);
  const title = element('span', { class: 'title' }, todo.title);
  const content = facts.length ? [title, ' ', element('span', { class: 'facts' }, ...facts)] : [title];
  if (!actions || todo.completed) return element('div', { class: 'body' }, ...content);
  const isOpen = opened?.id === todo.id && opened.panel === 'edit';
  const body = element(
    'button',
    { type: 'button', class: 'body', 'data-focus': `edit-${todo.id}`, 'aria-expanded': String(isOpen) },
    ...content,
  );
  body.addEventListener('click', () => actions.toggle(todo, 'edit'));
  return body;
}

function factOf({ kind, text }: Fact): HTMLElement {
  return element('span', { class: `fact ${kind}` }, kind === 'repeat' ? icon('repeat') : undefined, text);
}

/** The days to move a todo to, as cells of `kind`; the last one stands for none. */
export function dayCells(
  kind: 'button' | 'div',
  { today, manner }: Pick<RowSetting, 'today' | 'manner'>,
): HTMLElement[] {
  const days = [today, ...daysAhead(today)];
  const cells = days.map((day) =>
    element(kind, { 'data-day': day, class: 'day' }, dayInShort(day, today, manner)),
  );
  return [...cells, element(kind, { 'data-day': '', class: 'day' }, 'No day')];
}

/** The menu of days below a todo. */
export function moveMenu(
  todo: TodoView,
  setting: Pick<RowSetting, 'today' | 'manner'>,
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

/** What is said of an empty list. */
export function emptyNote({ project, tag }: Filter): HTMLElement {
  const isFiltered = project !== undefined || tag !== undefined;
  const fact = isFiltered ? 'Nothing open here.' : 'Nothing to do.';
  const hint = 'Say to your assistant: "Add a todo: call the plumber tomorrow."';
  return element('div', { class: 'empty' }, element('p', {}, fact), element('p', {}, hint));
}
