/** The editor that is open, and what is typed in it. */
import type { TodoView } from '../../../render/todo-view.ts';
import type { Changer } from './changer.ts';
import { addingEntry, editing, tickingEntry } from './changes.ts';
import { changedIn, type Edits, type Field, fieldsOf, flawIn } from './fields.ts';
import type { Draft, Panel, Store } from './store.ts';
import type { Tools } from './tools.ts';

const NO_DRAFT: Draft = { edits: {}, step: '' };

/** What is open below a todo, and what is typed there: it stays until it is saved or discarded. */
export class Drafts {
  readonly #store: Store;
  readonly #tools: Tools;
  readonly #changer: Changer;

  constructor(store: Store, tools: Tools, changer: Changer) {
    this.#store = store;
    this.#tools = tools;
    this.#changer = changer;
  }

  /** Opens a panel below a todo, or closes it. What was typed in another editor is saved. */
  toggle(id: number, panel: Panel): void {
    const { opened } = this.#store.state;
    if (opened?.panel === 'edit') this.save(opened.id);
    if (opened?.id === id && opened.panel === panel) return this.close();
    this.#store.set({ opened: { id, panel }, whole: undefined });
    if (panel === 'edit') void this.#showWhole(id);
  }

  /** Closes what is open. What was typed stays, for when it is opened again. */
  close(): void {
    this.#store.set({ opened: undefined, whole: undefined });
  }

  draftOf(id: number): Draft {
    return this.#store.state.drafts.get(id) ?? NO_DRAFT;
  }

  type(id: number, field: Field, value: string): void {
    const { whole } = this.#store.state;
    const todo = whole?.id === id ? whole : this.#store.find(id);
    if (!todo) return;
    const draft = this.draftOf(id);
    const base = draft.edits[field]?.base ?? fieldsOf(todo)[field];
    this.#store.setDraft(id, { ...draft, edits: { ...draft.edits, [field]: { base, value } } });
  }

  typeStep(id: number, step: string): void {
    this.#store.setDraft(id, { ...this.draftOf(id), step });
  }

  discard(id: number): void {
    this.#store.setDraft(id, undefined);
    this.#store.setError(id, '');
    this.close();
  }

  /** Saves what was typed about a todo. Until it is saved, it stays in the editor. */
  save(id: number): boolean {
    const todo = this.#store.find(id);
    const { edits, step } = this.draftOf(id);
    if (!todo) return false;
    const flaw = flawIn(edits);
    this.#store.setError(id, flaw ?? '');
    if (flaw !== undefined) return false;
    if (step.trim()) this.addStep(id);
    if (changedIn(edits).length) void this.#saveEdits(id);
    else this.#store.setDraft(id, undefined);
    return true;
  }

  addStep(id: number): void {
    const { step } = this.draftOf(id);
    const todo = this.#wholeOf(id);
    if (!step.trim() || !todo) return;
    this.typeStep(id, '');
    void this.#changer.make(addingEntry(todo, step.trim())).then((error) => {
      if (error !== undefined) this.typeStep(id, step);
    });
  }

  tickEntry(id: number, item: number, done: boolean): void {
    const todo = this.#wholeOf(id);
    if (todo) void this.#changer.make(tickingEntry(todo, item, done));
  }

  /** A todo with its checklist, as the open editor shows it. */
  #wholeOf(id: number) {
    const { whole } = this.#store.state;
    return whole?.id === id ? whole : undefined;
  }

  /** Reads what lists leave out. If that can't be read, the other fields can still be edited. */
  async #showWhole(id: number): Promise<void> {
    const whole = await this.#tools.whole(id).catch(() => undefined);
    if (whole && this.#store.state.opened?.id === id) this.#store.set({ whole });
  }

  async #saveEdits(id: number): Promise<void> {
    const todo = this.#store.find(id);
    const { edits } = this.draftOf(id);
    if (!todo) return;
    const error = await this.#changer.make(editing(todo, edits));
    const draft = this.draftOf(id);
    if (error === undefined) return this.#store.setDraft(id, draft.edits === edits ? undefined : draft);
    // The next try replaces what the person has now been told of.
    const { whole, opened } = this.#store.state;
    const now = whole?.id === id ? whole : this.#store.find(id);
    const rebased = now && changedIn(edits).map((field) => [field, rebasedOn(now, field, edits)]);
    if (rebased && draft.edits === edits)
      this.#store.setDraft(id, { ...draft, edits: Object.fromEntries(rebased) });
    if (!opened && now) this.#store.set({ opened: { id, panel: 'edit' }, whole: now });
  }
}

/** What was typed into a field, as a change of the todo as it is now. Tags stay a difference to those that were there. */
function rebasedOn(now: TodoView, field: Field, edits: Edits) {
  const { base = '', value = '' } = edits[field] ?? {};
  return { base: field === 'tags' ? base : fieldsOf(now)[field], value };
}
