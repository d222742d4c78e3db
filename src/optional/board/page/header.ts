import { element, icon, part } from './elements.ts';
import type { HostContext } from './host-context.ts';
import { type Filter, withParents } from './model.ts';
import type { TodoList } from './todo-list.ts';
import type { Reading } from './tools.ts';
import { shortTime } from './words.ts';

interface HeaderActions {
  readonly filter: (filter: Filter) => void;
  readonly display: (mode: 'inline' | 'fullscreen') => void;
}

/** The top of the page: how many todos are open, when they were read, the filters and the size of the page. */
export class Header {
  readonly #todos: TodoList;
  readonly #actions: HeaderActions;
  readonly #project = part('select', 'project');
  readonly #tag = part('select', 'tag');
  readonly #refresh = part('button', 'refresh');
  readonly #expand = part('button', 'expand');
  #isFull = false;

  constructor(todos: TodoList, actions: HeaderActions) {
    this.#todos = todos;
    this.#actions = actions;
    this.#refresh.append(icon('refresh'));
    this.#expand.append(icon('expand'));
    this.#refresh.addEventListener('click', () => void todos.refresh());
    this.#expand.addEventListener('click', () => actions.display(this.#isFull ? 'inline' : 'fullscreen'));
    for (const select of [this.#project, this.#tag]) select.addEventListener('change', () => this.#choose());
  }

  show(context: HostContext): void {
    const { reading, readAt, filter, canCall, canChange } = this.#todos;
    const { displayMode, availableDisplayModes } = context;
    this.#isFull = displayMode === 'fullscreen';
    this.#refresh.hidden = !canCall;
    this.#expand.hidden = !availableDisplayModes.includes(this.#isFull ? 'inline' : 'fullscreen');
    this.#expand.setAttribute('aria-label', this.#isFull ? 'Back into the chat' : 'Show everything');
    const state = [
      reading && `${openIn(reading, canCall)} open`,
      readAt && !canChange && 'read-only',
      readAt && `read at ${shortTime(readAt, context)}`,
    ];
    part('p', 'count').textContent = state.filter(Boolean).join(', ');
    const { projects = [], tags = [] } = reading ?? {};
    fill(this.#project, 'All projects', withParents(projects), filter.project);
    fill(this.#tag, 'All tags', tags, filter.tag);
    part('div', 'filters').hidden = !canCall || (this.#project.hidden && this.#tag.hidden);
  }

  #choose(): void {
    const [project, tag] = [this.#project.value, this.#tag.value];
    this.#actions.filter({ ...(project && { project }), ...(tag && { tag }) });
  }
}

/** How many todos are open; if the rest can't be read, at least how many. */
function openIn({ total, open }: Reading, canCall: boolean): string {
  return canCall || total === open.length ? String(total) : `${open.length}+`;
}

/** Sets the options of a filter. The chosen one stays, even if no todo has it any more. */
function fill(select: HTMLSelectElement, all: string, names: readonly string[], chosen = ''): void {
  const values = ['', ...new Set([...names, ...(chosen ? [chosen] : [])])];
  const isSame = [...select.options].map(({ value }) => value).join('\n') === values.join('\n');
  if (!isSame) select.replaceChildren(...values.map((value) => element('option', { value }, value || all)));
  select.value = chosen;
  select.hidden = values.length < 2;
}
