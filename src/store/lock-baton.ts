/**
 * The baton: whoever's name is on it holds the lock.
 *
 *     todos.json.lock/             made once, stays
 *       turn/                      made once, never empty: it always holds the baton
 *         42,free                  the baton: an empty file whose name is the whole state, or, while held,
 *         43,held,<who>,<nonce>    generation, holder and a random number
 *
 * There is one baton, and it only ever moves by rename(2): free to held (claim), held to free (release), held to held
 * (takeover from a dead holder). A rename takes its source away, so of all who try to move the same baton exactly one
 * succeeds and the others get ENOENT. That is all the exclusion there is, and why a takeover can't let two in:
 *
 * - What a waiter judged is what it moves. A held name carries a random nonce and a rising generation, so it never
 *   comes back: if the rename finds it, it is the very claim whose holder was found dead. Nothing is deleted and made
 *   again, so there is no moment at which a slow waiter could remove or move the successor's claim.
 * - A free name could return only after somebody deleted the lock by hand, and even then it means just "free".
 * - The baton is complete in the instant it appears, because the name is its whole content; nobody can see it
 *   half-written, and a crash between two steps can't exist within one rename.
 * - There is never a second baton. It is made inside a folder that is then renamed to `turn`, which succeeds only where
 *   no `turn` is, or an empty one; and since nobody ever deletes the baton, `turn` is never empty again.
 * - A listing may miss or double a baton that moves meanwhile. It is only a hint where to try: the rename decides.
 *
 * The names that are reused are the two folders (never removed while they hold a baton) and the hints that somebody is
 * waiting (they give no right). Nothing here is fsynced: a lock needn't outlive the machine.
 *
 * What every change does is synchronous: a call that takes some microseconds costs ten times that by way of the thread
 * pool.
 */
import { readdirSync, renameSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { errorCode } from './disk-errors.ts';
import { formatIdentity, parseIdentity, type ProcessIdentity } from './process-identity.ts';
import { retryRename } from './retry-rename.ts';

/** The baton as a listing showed it. `holder` and `nonce` are absent while it is free. */
export interface Baton {
  readonly name: string;
  readonly generation: number;
  readonly holder?: ProcessIdentity;
  readonly nonce?: string;
}

/** What `turn` contains: the baton, if the listing caught it, and everything else. */
export interface Turn {
  readonly baton: Baton | undefined;
  readonly others: readonly string[];
}

/** The generation of a baton nobody has had yet. */
export const FIRST_GENERATION = 1;

/** A random name part, never used twice. */
export function newNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
}

/** The folder that holds the baton of a file's lock. */
export function turnOf(file: string): string {
  return join(`${file}.lock`, 'turn');
}

/** Lists `turn`; undefined while there is none. */
export async function readTurn(turn: string): Promise<Turn | undefined> {
  let names: string[];
  try {
    names = readdirSync(turn);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  let baton: Baton | undefined;
  for (const name of names) {
    const found = parseBaton(name);
    if (found !== undefined && found.generation > (baton?.generation ?? -1)) {
      baton = found;
    }
  }
  return { baton, others: names.filter((name) => name !== baton?.name) };
}

/**
 * Makes the lock with a free baton, unless there is one. Harmless at any time and in any number of processes.
 * Throws the system's error when the lock's folder can't be made.
 */
export async function createTurn(lockFolder: string, turn: string): Promise<void> {
  await mkdir(lockFolder, { mode: 0o700 }).catch(unlessCode('EEXIST'));
  const staging = join(lockFolder, `new,${newNonce()}`);
  await mkdir(staging, { mode: 0o700 });
  // ENOENT, here and at the rename: another process made the lock, and its holder swept our folder away.
  try {
    const baton = join(staging, `${FIRST_GENERATION},free`);
    await writeFile(baton, '', { flag: 'wx', mode: 0o600 }).catch(unlessCode('ENOENT'));
    // Windows doesn't rename over an empty folder. Like the rename, this fails where a baton is.
    await rmdir(turn).catch(unlessCode('ENOENT', ...TAKEN));
    await rename(staging, turn).catch(unlessCode('ENOENT', ...TAKEN));
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
  }
}

/** How systems say that `turn` is there and not empty. */
const TAKEN = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY'];

/** Moves the baton from where it was seen to `own`; undefined if it is no longer there: somebody was faster. */
export async function claimBaton(
  turn: string,
  seen: Baton,
  own: ProcessIdentity,
  nonce: string,
): Promise<Baton | undefined> {
  const generation = seen.generation + 1;
  const name = `${generation},held,${formatIdentity(own)},${nonce}`;
  const moved = await move(turn, seen.name, name);
  return moved ? { name, generation, holder: own, nonce } : undefined;
}

/** Frees the baton. Does nothing if it is gone, because somebody deleted the lock or the whole folder. */
export async function freeBaton(turn: string, held: Baton): Promise<void> {
  await move(turn, held.name, `${held.generation + 1},free`);
}

/** Removes what earlier holders left. For the holder only; best effort, because litter does no harm. */
export async function sweep(folder: string, names: readonly string[]): Promise<void> {
  await Promise.allSettled(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Removes what {@link createTurn} left beside `turn` in a crash. For the holder only; best effort. */
export async function sweepUnusedTurns(turn: string): Promise<void> {
  const lockFolder = dirname(turn);
  const names = await readdir(lockFolder).catch(() => []);
  await sweep(
    lockFolder,
    names.filter((name) => name !== basename(turn)),
  );
}

function parseBaton(name: string): Baton | undefined {
  const free = /^([1-9]\d{0,14}),free$/.exec(name);
  if (free !== null) {
    return { name, generation: Number(free[1]) };
  }
  const held = /^([1-9]\d{0,14}),held,(.+),([0-9a-f]{12})$/.exec(name);
  const holder = parseIdentity(held?.[2] ?? '');
  const nonce = held?.[3];
  return holder === undefined || nonce === undefined
    ? undefined
    : { name, generation: Number(held?.[1]), holder, nonce };
}

/** False if the source is gone. */
async function move(turn: string, from: string, to: string): Promise<boolean> {
  const failure = await retryRename(async () => renameSync(join(turn, from), join(turn, to)));
  if (failure !== undefined && errorCode(failure) !== 'ENOENT') {
    throw failure;
  }
  return failure === undefined;
}

function unlessCode(...expected: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (!expected.includes(errorCode(error) ?? '')) {
      throw error;
    }
  };
}
