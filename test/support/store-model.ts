/** A simple model of a todos file, and the store that must agree with it. */
import { readFile } from 'node:fs/promises';

import { expect } from 'vitest';

import { addTodo, completeTodo, deleteTodo, reopenTodo, updateTodo } from '../../src/domain/changes.ts';
import type { Changed, Snapshot } from '../../src/domain/snapshot.ts';
import type { Todo } from '../../src/domain/todo.ts';
import { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { FaultyDisk } from './faulty-disk.ts';

const NOW = '2026-11-23T09:00:00.000Z';

/** A todo in the model. `mood` stands for all unknown fields. */
interface Entry {
  readonly id: number;
  title: string;
  completed: boolean;
  mood?: string;
}

export class Model {
  entries: Entry[] = [];
  nextId = 1;
  mood: string | undefined;
  /** the stores that failed to flush a version: they write it anew before they call anything saved, if it is still there */
  readonly doubtful = new Set<number>();
  /** while the file is damaged, the text to fix it with */
  intact: string | undefined;
}

/** The stores under test: each is like the store of another process. */
export class Real {
  readonly path: string;
  readonly disk = new FaultyDisk();
  stores: JsonFileStore[];

  constructor(path: string) {
    this.path = path;
    this.stores = [this.newStore(), this.newStore()];
  }

  newStore(): JsonFileStore {
    return new JsonFileStore(this.path, systemClock('UTC'), {
      disk: this.disk,
      waits: { gone: 0, lookAgain: 5 },
    });
  }

  store(which: number): JsonFileStore {
    return this.stores[which] ?? this.newStore();
  }
}

export type Change =
  | { readonly kind: 'add' | 'rename'; readonly id: number; readonly title: string }
  | { readonly kind: 'complete' | 'reopen' | 'delete'; readonly id: number };

export function applyToStore(change: Change, snapshot: Snapshot): Changed<Todo> {
  if (change.kind === 'add') return addTodo(snapshot, { title: change.title }, NOW);
  if (change.kind === 'rename') return updateTodo(snapshot, change.id, { title: change.title }, NOW);
  if (change.kind === 'complete') return completeTodo(snapshot, change.id, NOW);
  if (change.kind === 'reopen') return reopenTodo(snapshot, change.id, NOW);
  return deleteTodo(snapshot, change.id);
}

/** The effect of a change: `missing` and `none` leave no trace. */
type Outcome = 'changed' | 'none' | 'missing';

export function applyToModel(change: Change, model: Pick<Model, 'entries' | 'nextId'>): Outcome {
  if (change.kind === 'add') {
    model.entries.push({ id: model.nextId, title: change.title, completed: false });
    model.nextId += 1;
    return 'changed';
  }
  const entry = model.entries.find(({ id }) => id === change.id);
  if (!entry) return 'missing';
  if (change.kind === 'delete') {
    model.entries = model.entries.filter((other) => other !== entry);
    return 'changed';
  }
  const before = JSON.stringify(entry);
  if (change.kind === 'rename') entry.title = change.title;
  else entry.completed = change.kind === 'complete';
  return JSON.stringify(entry) === before ? 'none' : 'changed';
}

/** Expects the store and the file itself to agree with the model. */
export async function expectAgreement(model: Model, real: Real, which: number): Promise<void> {
  const { snapshot } = await real.store(which).read();
  expect(shapeOf(snapshot)).toEqual(expectedShape(model));
  // The store may have answered from its cache.
  if (!model.entries.length) return;
  const text = await readFile(real.path, 'utf8');
  expect(shapeOf(JSON.parse(text.replace(/^\uFEFF/, '')) as object)).toEqual(expectedShape(model));
}

function shapeOf(content: object): unknown {
  const { todos, next_id, mood } = content as Snapshot & { mood?: string };
  const entries = todos.map((todo) => {
    const { id, title, completed, mood: own } = todo as Todo & { mood?: string };
    return { id, title, completed, mood: own };
  });
  return { entries, nextId: next_id, mood };
}

function expectedShape({ entries, nextId, mood }: Model): unknown {
  return { entries: entries.map((entry) => ({ mood: undefined, ...entry })), nextId, mood };
}
