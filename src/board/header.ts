import { element, icon, part } from './elements.ts';
import type { HostContext } from './host-context.ts';
import { type Filter, withParents } from './model.ts';
import type { RowSetting } from './rows.ts';
import type { TodoList } from './todo-list.ts';
import type { Reading } from './tools.ts';
import { timeInShort } from './words.ts';

interface HeaderActions {
  readonly refresh: () => void;
  readonly filter: (filter: Filter) => void;
  readonly display: (mode: 'inline' | 'fullscreen') => void;
}

/** The top of the page: how much there is, when it was read, what is looked for, and how large the page is. */
export class Header {
  readonly #actions: HeaderActions;
  readonly #project = part('select', 'project');
  readonly #tag = part('select', 'tag');
  readonly #refresh = part('button', 'refresh');
  readonly #expand = part('button', 'expand');
  #isFull = false;

  constructor(actions: HeaderActions) {
    this.#actions = actions;
    this.#refresh.append(icon('refresh'));
    this.#expand.append(icon('expand'));
    this.#refresh.addEventListener('click', actions.refresh);
    this.#expand.addEventListener('click', () => actions.display(this.#isFull ? 'inline' : 'fullscreen'));
    for (const select of [this.#project, this.#tag]) select.addEventListener('change', () => this.#choose());
  }

  show(list: TodoList, context: HostContext, { actions, manner }: RowSetting): void {
    const { reading, readAt, filter, canCall } = list;
    const { displayMode, availableDisplayModes = [] } = context;
    this.#isFull = displayMode === 'fullscreen';
    this.#refresh.hidden = !canCall;
    this.#expand.hidden = !availableDisplayModes.includes(this.#isFull ? 'inline' : 'fullscreen');
    this.#expand.setAttribute('aria-label', this.#isFull ? 'Back into the chat' : 'Show everything');
    const read = readAt ? `read at ${timeInShort(readAt, manner)}` : '';
    const counted = typeof reading === 'object' ? `${openIn(reading, canCall)} open` : '';
    const touch = readAt && !actions ? 'read-only' : '';
    part('p', 'count').textContent = [counted, touch, read].filter(Boolean).join(', ');
    const { projects, tags } = typeof reading === 'object' ? reading : { projects: [], tags: [] };
    fill(this.#project, 'All projects', withParents(projects), filter.project);
    fill(this.#tag, 'All tags', tags, filter.tag);
    part('div', 'filters').hidden = !canCall || (this.#project.hidden && this.#tag.hidden);
  }

  #choose(): void {
    const [project, tag] = [this.#project.value, this.#tag.value];
    this.#actions.filter({ ...(project && { project }), ...(tag && { tag }) });
  }
}

/** How many are open; where that can't be asked for, how many of them are here. */
function openIn({ total, open }: Reading, canCall: boolean): string {
  return canCall || total === open.length ? String(total) : `${open.length}+`;
}

/** Fills a choice; what is chosen stays in it, even when nothing else has it any more. */
function fill(select: HTMLSelectElement, all: string, names: readonly string[], chosen = ''): void {
  const values = ['', ...new Set([...names, ...(chosen ? [chosen] : [])])];
  const isSame = [...select.options].map(({ value }) => value).join('\n') === values.join('\n');
  if (!isSame) select.replaceChildren(...values.map((value) => element('option', { value }, value || all)));
  select.value = chosen;
  select.hidden = values.length < 2;
}
