/** Makes each single call of a change fail once, in each way that fits, and looks at what comes of it. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, onTestFinished, vi } from 'vitest';

import { TodoError } from '../../src/domain/errors.ts';
import { tokenFolderOf } from '../../src/store/file/lock/lock-folder.ts';
import { formatIdentity, ownIdentity } from '../../src/store/file/lock/process-identity.ts';
import { BRIEF, expectAnotherCanChange } from './another-server.ts';
import { add, openFile, titlesIn } from './file-store.ts';
import { type FsCall, type FsFault, watchFs } from './fs-calls.ts';
import { LOCK_ENTRIES, lockEntries, storedList } from './left-behind.ts';
import { stubFs } from './stub-fs.ts';
import { tempFolder } from './temp-folder.ts';

const LIST = '{"todos": [{"id": 1, "title": "Buy milk", "completed": false}]}';

/** What the change finds. */
export const SITUATIONS = {
  'no list and no lock': () => {},
  'a list and a free lock': (file: string) => {
    writeList(file);
    mkdirSync(tokenFolderOf(file), { recursive: true });
    writeFileSync(join(tokenFolderOf(file), '7,free'), '');
  },
  'a list whose lock a dead process holds, and what that left': (file: string) => {
    writeList(file);
    mkdirSync(join(`${file}.lock`, 'new,0123456789ab'), { recursive: true });
    leaveHeldByDead(file);
  },
} as const;

/** For a file that is for its owner alone, no access control list is looked up, which would take two processes. */
function writeList(file: string): void {
  writeFileSync(file, LIST, { mode: 0o600 });
}

/** Makes a lock as a crash in the middle of a write leaves it. */
export function leaveHeldByDead(file: string): void {
  const folder = tokenFolderOf(file);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of [deadToken(7), 'save,00000000-0000-4000-8000-000000000000'])
    writeFileSync(join(folder, name), '');
}

/** The token of a lock that a process held when it died. */
export function deadToken(generation: number): string {
  return `${generation},held,${formatIdentity({ ...ownIdentity(), pid: 2 ** 22 + 1 })},0123456789ab`;
}

const READS = /^(access|exists|fstat|lstat|read|readdir|readlink|realpath|stat)Sync$/;

/** @param thorough also with errors that the program treats as it treats others */
function faultsOf({ name }: FsCall, thorough: boolean): readonly FsFault[] {
  const fails = (isMade: boolean) => (code: string) => ({ code, isMade });
  const codes = ['ENOENT', 'EIO', ...(thorough ? ['EACCES', 'ENOSPC'] : [])];
  if (READS.test(name)) return codes.map(fails(false));
  if (name === 'renameSync') codes.push('EXDEV');
  return [...codes.map(fails(false)), ...['ENOENT', 'EIO'].map(fails(true))];
}

/** Whether a call takes or releases the lock, in whose folder new versions are written as well. */
function isOfLock({ path }: FsCall): boolean {
  return path.includes('.lock') && !path.includes('save,');
}

/** What an answer says about whether the change is in the list. */
const CLAIMS = new Map([
  ['made', true],
  ['saved_unconfirmed', true],
  ['store_unavailable', false],
  ['store_locked', false],
]);

/**
 * Makes the change again and again, each time with another fault.
 *
 * @param which calls fail: those of the lock, or all of them, which are then made to fail in more ways
 * @returns the calls that failed, and the faults whose outcome is wrong: something lost or said falsely, the lock held for
 * good, or files left behind
 */
export async function sweepFaults(
  situation: keyof typeof SITUATIONS,
  which: 'lock' | 'all',
): Promise<{ readonly failed: readonly string[]; readonly violations: readonly string[] }> {
  const folder = tempFolder();
  // What failed to be released is released in the background, half a second later.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let onCall: (call: FsCall) => FsFault | undefined = () => undefined;
  // What is flushed makes no difference here, and flushing takes long on a busy disk.
  stubFs({ fsync: (_file: number, done: (error: null) => void) => void setImmediate(done, null) });
  watchFs(folder, (call) => onCall(call));

  /** @returns what is wrong with the outcome */
  const tryChange = async (intercept: typeof onCall): Promise<string | undefined> => {
    const file = join(folder, String(performance.now()), 'todos.json');
    mkdirSync(dirname(file));
    SITUATIONS[situation](file);
    const store = openFile(file, { waits: BRIEF });
    onCall = intercept;
    const answer = await add(store, 'Call Mum').then(
      () => 'made',
      (error: unknown) => (error instanceof TodoError ? error.code : String(error)),
    );
    await store.settled();
    onCall = () => undefined;
    try {
      const isThere = (await titlesIn(file).catch((): string[] => [])).includes('Call Mum');
      if (CLAIMS.get(answer) !== isThere) return `the answer is ${answer}, but made: ${isThere}`;
      vi.advanceTimersByTime(1_000);
      const before = [
        ...(situation.startsWith('a list') ? ['Buy milk'] : []),
        ...(isThere ? ['Call Mum'] : []),
      ];
      await expectAnotherCanChange(file, before);
      await add(store, 'Again');
      await store.settled();
      expect(storedList(file).todos.map(({ title }) => title)).toEqual([
        ...before,
        'by another server',
        'Again',
      ]);
      expect(readdirSync(`${file}.lock`)).toEqual(LOCK_ENTRIES);
      expect(lockEntries(file)).toEqual([expect.stringMatching(/,free$/)]);
      return undefined;
    } catch (error) {
      return `after the answer ${answer}: ${String(error)}`;
    }
  };

  const calls: FsCall[] = [];
  await tryChange((call) => void calls.push(call));
  const failed: string[] = [];
  const violations: string[] = [];
  for (const [index, recorded] of calls.entries()) {
    if (which === 'lock' && !isOfLock(recorded)) continue;
    for (const fault of faultsOf(recorded, which === 'all')) {
      let count = 0;
      const wrong = await tryChange((call) => {
        if (count++ !== index) return undefined;
        failed.push(call.name);
        return fault;
      });
      const made = fault.isMade ? ', though made' : '';
      const what = `call ${index}, ${recorded.name} ${recorded.path}: ${fault.code}${made}`;
      if (wrong !== undefined) violations.push(`${what}: ${wrong}`);
    }
  }
  return { failed, violations };
}
