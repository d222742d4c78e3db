/** Makes the changes: shown at once, sent in order, rolled back, undone, told to the model. */
import type { TodoView } from '../../../render/todo-view.ts';
import { type Answer, ToolRefusal, todoIn, todosIn } from './answers.ts';
import type { Change } from './changes.ts';
import { groupOf } from './model.ts';
import { stateOf, summaryOf } from './own-changes.ts';
import type { Reader } from './reader.ts';
import { type Store, withEntry } from './store.ts';
import type { Tools } from './tools.ts';
import { listOf, messageOf, numberOf, textOf, type Values, valuesOf } from './values.ts';
import { exactDay } from './words.ts';

/** How long a ticked todo stays where it is, so that the next click doesn't hit its neighbour. */
const STAY_MS = 900;
/** Changes within this time are told to the model together. */
const TELL_MS = 300;

/** Makes the person's changes: shown at once, sent in order for each todo, and rolled back if they are refused. */
export class Changer {
  readonly #store: Store;
  readonly #tools: Tools;
  readonly #reader: () => Reader;
  readonly #tell: (summary: string) => void;
  /** the last change of each todo; new todos are added one after the other */
  readonly #tails = new Map<number | undefined, Promise<unknown>>();
  #stay: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, tools: Tools, others: { reader: () => Reader; tell: (summary: string) => void }) {
    this.#store = store;
    this.#tools = tools;
    this.#reader = others.reader;
    this.#tell = others.tell;
  }

  /** Makes a change. Resolves to why it couldn't be made, or undefined. */
  async make(change: Change): Promise<string | undefined> {
    const { id } = change;
    this.#store.set({ pending: [...this.#store.state.pending, change] });
    if (id !== undefined) this.#store.setError(id, '');
    try {
      await this.#inTurn(id, () => this.#send(change));
      return undefined;
    } catch (error) {
      this.#drop(change);
      await this.#failed(id, messageOf(error));
      return messageOf(error);
    }
  }

  /** Keeps a todo in its group for a moment. */
  stay(todo: TodoView): void {
    const { stays, reading } = this.#store.state;
    if (!reading) return;
    const group = stays.get(todo.id) ?? groupOf(todo, reading.today);
    this.#store.set({ stays: withEntry(stays, todo.id, group) });
    clearTimeout(this.#stay);
    this.#stay = setTimeout(() => this.#store.set({ stays: new Map() }), STAY_MS);
  }

  /** Undoes the last change made here, unless its todo was changed elsewhere since. */
  async undo(): Promise<void> {
    await this.settled();
    const last = this.#store.state.own.at(-1);
    if (!last) return;
    try {
      const now = last.state === undefined ? undefined : await this.#tools.whole(last.id);
      if (last.state !== (now && stateOf(now)))
        throw new ToolRefusal(`#${last.id} was changed elsewhere since; nothing was undone.`);
      const { structured } = await this.#inTurn(last.id, () =>
        this.#tools.call('undo', { todo_id: last.id }),
      );
      this.#dropOwn();
      this.#applyUndo(structured);
      this.#store.set({ status: `Undone: ${last.words}.` });
      this.#tellSoon();
    } catch (error) {
      // After any other error the next click tries again.
      if (error instanceof ToolRefusal) this.#dropOwn();
      this.#store.set({ status: messageOf(error) });
      void this.#reader().refresh();
    }
  }

  /** Resolves when no change is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#tails.values());
  }

  /** Tells the model at once what it would be told soon, and what was typed but not added. */
  flush(): void {
    const { own, line } = this.#store.state;
    const typed =
      line.trim() && `The user has typed this into the line that adds todos, but not added it: "${line}"`;
    if (this.#telling !== undefined || typed)
      this.#tell([...(own.length ? [summaryOf(own)] : []), ...(typed ? [typed] : [])].join('\n'));
    clearTimeout(this.#telling);
    this.#telling = undefined;
  }

  async #send(change: Change): Promise<void> {
    const now = change.isChecked && change.id !== undefined ? await this.#tools.whole(change.id) : undefined;
    const refusal = now && change.refusal?.(now);
    if (now && refusal !== undefined) {
      this.#reader().apply((todos) => replaced(todos, now));
      if (this.#store.state.opened?.id === now.id) this.#store.set({ whole: now });
      throw new ToolRefusal(refusal);
    }
    const { tool, args } = change.call(now);
    await this.#made(change, await this.#tools.call(tool, args));
  }

  async #made(change: Change, { structured }: Answer): Promise<void> {
    const { id: changed, words, shown } = change;
    const isBatch = structured['results'] !== undefined && changed !== undefined;
    const todo = isBatch ? await this.#tools.whole(changed) : todoIn(structured['todo']);
    if (!todo) {
      this.#drop(change);
      this.#store.set({ status: 'Saved.' });
      void this.#reader().refresh();
      return;
    }
    const isGone = shown(todo) === undefined;
    this.#reader().apply((todos) =>
      isGone ? todos.filter(({ id }) => id !== todo.id) : replaced(todos, todo),
    );
    this.#drop(change);
    this.#takeOver(todo, isGone);
    const { own } = this.#store.state;
    const next = valuesOf(structured['next']);
    const goesOn =
      next['id'] === undefined
        ? ''
        : `; continues as #${numberOf(next['id'])}, due ${exactDay(textOf(next['due']))}`;
    const did = `${words(todo)}${goesOn}`;
    if (structured['unchanged'] === true) {
      this.#store.set({ status: `#${todo.id} was like that already; nothing changed.` });
      return;
    }
    const notes = listOf(structured['warnings']).map(String);
    this.#store.set({
      own: [...own, { id: todo.id, state: isGone ? undefined : stateOf(todo), words: did }],
      status: [`${did}.`, ...notes].join(' '),
    });
    this.#tellSoon();
    await this.#showNext(numberOf(next['id']));
  }

  /** The open editor shows the checklist as it now is. */
  #takeOver(todo: TodoView, isGone: boolean): void {
    const { whole, opened } = this.#store.state;
    if (opened?.id !== todo.id) return;
    if (isGone) this.#store.set({ opened: undefined, whole: undefined });
    else if (whole) {
      const description = whole.description === undefined ? {} : { description: whole.description };
      this.#store.set({ whole: { ...todo, ...description } });
    }
  }

  /** Shows the next occurrence of a todo. */
  async #showNext(id: number | undefined): Promise<void> {
    const next = id === undefined ? undefined : await this.#tools.whole(id).catch(() => undefined);
    if (next) this.#reader().apply((todos) => replaced(todos, next));
  }

  async #failed(id: number | undefined, why: string): Promise<void> {
    if (id === undefined) return;
    this.#store.setError(id, why);
    await this.settled();
    await this.#reader().refresh();
    // If the todo was deleted elsewhere, its row is gone, and the error with it.
    if (!this.#store.find(id)) this.#store.set({ status: why });
  }

  #applyUndo(structured: Values): void {
    const undone = listOf(structured['undone']).map(valuesOf);
    const back = undone.flatMap(({ restored, reverted }) => [...todosIn(restored), ...todosIn(reverted)]);
    const gone = new Set(undone.flatMap(({ removed }) => todosIn(removed)).map(({ id }) => id));
    this.#reader().apply((todos) =>
      back.reduce(
        replaced,
        todos.filter(({ id }) => !gone.has(id)),
      ),
    );
    if (!undone.length) void this.#reader().refresh();
  }

  #drop(change: Change): void {
    this.#store.set({ pending: this.#store.state.pending.filter((each) => each !== change) });
  }

  #dropOwn(): void {
    this.#store.set({ own: this.#store.state.own.slice(0, -1) });
  }

  #tellSoon(): void {
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      this.#telling = undefined;
      this.#tell(summaryOf(this.#store.state.own));
    }, TELL_MS);
  }

  #inTurn<T>(id: number | undefined, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(id) ?? Promise.resolve();
    const done = before.then(work, work);
    this.#tails.set(id, done);
    return done;
  }
}

/** `todos` with one of them as it is now, or with a new one. */
function replaced(todos: readonly TodoView[], now: TodoView): readonly TodoView[] {
  return todos.some(({ id }) => id === now.id)
    ? todos.map((todo) => (todo.id === now.id ? now : todo))
    : [...todos, now];
}
