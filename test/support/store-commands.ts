/**
 * What may happen to a todos file: bursts of changes, also on a disk that fails, restarts, a second process, edits by
 * hand, damage and repair. `agreesWithModel` tries random sequences of these.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { expect } from 'vitest';

import { TodoError } from '../../src/domain/errors.ts';
import { failure } from './failure.ts';
import { type Fault, FAULTS, LATE_FAULT } from './faulty-disk.ts';
import { lockEntries } from './left-behind.ts';
import { applyToModel, applyToStore, type Change, expectAgreement, Model, Real } from './store-model.ts';
import { tempFolder } from './temp-folder.ts';

type Command = fc.AsyncCommand<Model, Real>;

/** Changes made at once in one store, with reads between them; with a fault all of them fail. */
function burst(changes: readonly Change[], which: number, fault: Fault | undefined): Command {
  return {
    toString: () => `burst(store ${which}, ${fault ?? 'no fault'}, ${JSON.stringify(changes)})`,
    check: () => true,
    run: async (model, real) => {
      if (model.intact !== undefined) return expectRefusal(changes, real, which);
      const store = real.store(which);
      real.disk.fault = fault;
      const outcomes = await Promise.all(
        changes.map(async (change) => {
          const outcome = outcomeOf(store.update((snapshot) => applyToStore(change, snapshot)));
          await store.read();
          return outcome;
        }),
      );
      real.disk.fault = undefined;
      const mayRewrite = model.doubtful.has(which) && expectedOutcomes(changes, clone(model), fault, true);
      const expected = expectedOutcomes(changes, model, fault);
      if (mayRewrite) expect([mayRewrite, expected]).toContainEqual(outcomes);
      else expect(outcomes).toEqual(expected);
      if (outcomes.includes('saved_unconfirmed')) model.doubtful.add(which);
      else if (!fault && outcomes.includes('ok')) model.doubtful.delete(which);
      await expectAgreement(model, real, which);
      if (model.entries.length) expect(lockEntries(real.path)).toEqual([expect.stringMatching(/,free$/)]);
    },
  };
}

const OK_OR_UNCONFIRMED: unknown = expect.stringMatching(/^(ok|saved_unconfirmed)$/);

/** `ok`, or the code of the error. */
async function outcomeOf(change: Promise<unknown>): Promise<string> {
  return change.then(
    () => 'ok',
    (error: unknown) => (error instanceof TodoError ? error.code : String(error)),
  );
}

async function expectRefusal(changes: readonly Change[], real: Real, which: number): Promise<void> {
  const damaged = await readFile(real.path, 'utf8');
  const store = real.store(which);
  const outcomes = changes.map((change) =>
    outcomeOf(store.update((snapshot) => applyToStore(change, snapshot))),
  );
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['store_damaged']));
  expect(await readFile(real.path, 'utf8')).toBe(damaged);
}

/**
 * Applies the changes to the model, unless the disk fails; returns how each should end.
 *
 * @param rewrites whether the version must be written anew before anything is called saved
 */
function expectedOutcomes(
  changes: readonly Change[],
  model: Pick<Model, 'entries' | 'nextId'>,
  fault: Fault | undefined,
  rewrites = false,
): unknown[] {
  const trial = clone(model);
  const outcomes = changes.map((change) => applyToModel(change, trial));
  const first = outcomes.findIndex((outcome) => outcome === 'changed' || (rewrites && outcome !== 'missing'));
  const fails = fault !== undefined && first >= 0;
  const kept = !fails || fault === LATE_FAULT;
  if (kept) Object.assign(model, trial);
  return outcomes.map((outcome, index) => {
    if (outcome === 'changed' && fails) return kept ? 'saved_unconfirmed' : 'store_unavailable';
    // It found nothing to do in a version that was never saved, or is in doubt.
    if (!kept && index >= first) return 'store_unavailable';
    if (outcome === 'missing') return 'todo_not_found';
    // A version in which there is nothing to do must be flushed, too, unless it was before.
    if (fault === LATE_FAULT) return first >= 0 && index > first ? 'saved_unconfirmed' : OK_OR_UNCONFIRMED;
    return 'ok';
  });
}

function clone({ entries, nextId }: Pick<Model, 'entries' | 'nextId'>) {
  return { entries: entries.map((entry) => ({ ...entry })), nextId };
}

function restart(which: number): Command {
  return {
    toString: () => `restart(store ${which})`,
    check: () => true,
    run: async (model, real) => {
      model.doubtful.delete(which);
      await real.store(which).settled();
      real.stores = real.stores.with(which, real.newStore());
    },
  };
}

function read(which: number): Command {
  return {
    toString: () => `read(store ${which})`,
    check: () => true,
    run: async (model, real) => {
      if (model.intact === undefined) await expectAgreement(model, real, which);
      else expect((await failure(real.store(which).read())).code).toBe('store_damaged');
    },
  };
}

/** How people and other programs write JSON. */
const LAYOUTS: Readonly<Record<string, (content: object) => string>> = {
  compact: (content) => JSON.stringify(content),
  indented: (content) => `${JSON.stringify(content, null, 4)}\n`,
  'with CRLF': (content) => JSON.stringify(content, null, 2).replaceAll('\n', '\r\n'),
  'with a BOM': (content) => `\uFEFF${JSON.stringify(content)}`,
  'keys reversed': (content) => JSON.stringify(Object.fromEntries(Object.entries(content).toReversed())),
};

/** A valid save by hand: another layout and order, fields the program doesn't know, another title. */
function editByHand(layout: string, mood: string): Command {
  return {
    toString: () => `editByHand(${layout}, ${mood})`,
    check: ({ intact, entries }) => intact === undefined && entries.length > 0,
    run: async (model, real) => {
      const content = JSON.parse((await readFile(real.path, 'utf8')).replace(/^\uFEFF/, '')) as {
        readonly todos: readonly object[];
      };
      const edited = { title: mood, mood };
      const todos = content.todos.toReversed().map((todo, index) => (index ? todo : { ...todo, ...edited }));
      model.entries = model.entries
        .toReversed()
        .map((entry, index) => (index ? entry : { ...entry, ...edited }));
      model.mood = mood;
      await writeFile(real.path, LAYOUTS[layout]?.({ ...content, todos, mood }) ?? '');
    },
  };
}

/** Ways to damage a file, none of which leaves a valid list. */
const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  'of white space': () => '\n',
  'cut off': (text) => text.slice(0, text.lastIndexOf('}') - 1),
  'of another shape': () => '[]',
  'a todo twice': (text) => {
    const { todos, ...others } = JSON.parse(text.replace(/^\uFEFF/, '')) as { todos: object[] };
    return JSON.stringify({ ...others, todos: [...todos, ...todos] });
  },
};

function damage(how: string): Command {
  return {
    toString: () => `damage(${how})`,
    check: ({ intact, entries }) => intact === undefined && entries.length > 0,
    run: async (model, real) => {
      model.intact = await readFile(real.path, 'utf8');
      await writeFile(real.path, DAMAGES[how]?.(model.intact) ?? '');
    },
  };
}

const repair: Command = {
  toString: () => 'repair',
  check: ({ intact }) => intact !== undefined,
  run: async (model, real) => {
    await writeFile(real.path, model.intact ?? '');
    model.intact = undefined;
  },
};

const stores = fc.nat({ max: 1 });
const ids = fc.integer({ min: 1, max: 12 });
const titles = fc.constantFrom('Buy milk', 'Call Mum', 'Water plants');
const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), id: ids, title: titles }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), id: ids, title: titles }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('complete' as const, 'reopen', 'delete'), id: ids }),
  },
);
const bursts = fc.array(changes, { minLength: 1, maxLength: 6 });
// A refused rename is retried for a second on Windows; that has its own tests.
const faults = fc.constantFrom(...FAULTS.filter((fault) => fault !== 'rename: EACCES'));
// All of the same length, so that the file's size doesn't reveal an edit.
const moods = fc.constantFrom('glad', 'sad!', 'calm');

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(bursts, stores).map(([several, which]) => burst(several, which, undefined)),
  fc.tuple(changes, stores).map(([one, which]) => burst([one], which, undefined)),
  fc.tuple(bursts, stores, faults).map((args) => burst(...args)),
  stores.map(restart),
  stores.map(read),
  fc.tuple(fc.constantFrom(...Object.keys(LAYOUTS)), moods).map((args) => editByHand(...args)),
  fc.constantFrom(...Object.keys(DAMAGES)).map(damage),
  fc.constant(repair),
];

/** Tries `runs` random sequences, each on its own file, and reports the shortest one that fails. */
export async function agreesWithModel(runs: number): Promise<void> {
  const folder = tempFolder();
  let run = 0;
  const property = fc.asyncProperty(fc.commands(commands, { maxCommands: 25 }), async (sequence) => {
    run += 1;
    const own = join(folder, String(run));
    await mkdir(own);
    await fc.asyncModelRun(() => ({ model: new Model(), real: new Real(join(own, 'todos.json')) }), sequence);
  });
  await fc.assert(property, { numRuns: runs });
}
