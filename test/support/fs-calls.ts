import fs from 'node:fs';

import { stubFs } from './stub-fs.ts';

/** A call of `node:fs`, and the file or folder that it is about; of two, the first. */
export interface FsCall {
  readonly name: string;
  readonly path: string;
  readonly args: readonly unknown[];
}

/** How a call fails. */
export interface FsFault {
  readonly code: string;
  /** whether it is made all the same */
  readonly isMade: boolean;
}

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * Watches each synchronous call and each `fsync` in a folder, until the test is over.
 *
 * @param folder its real path
 * @param onCall called before each call, which fails if this returns how
 * @param onSuccess called after each call that succeeded, with what it returned
 */
export function watchFs(
  folder: string,
  onCall: (call: FsCall) => FsFault | undefined,
  onSuccess: (call: FsCall, result: unknown) => void = () => {},
): void {
  const open = new Map<unknown, string>();
  const watched = (name: string, original: AnyFunction): AnyFunction => {
    const wrapper: AnyFunction = (...args) => {
      const path = typeof args[0] === 'string' ? args[0] : open.get(args[0]);
      if (!path?.startsWith(folder)) return original(...args);
      const call = { name, path, args };
      const fault = onCall(call);
      if (fault && !fault.isMade) return fail(name, args, fault.code);
      const result = original(...withCallback(args, (error) => void (error ?? onSuccess(call, undefined))));
      if (name === 'openSync') open.set(result, path);
      if (name === 'closeSync') open.delete(args[0]);
      if (fault) return fail(name, args, fault.code);
      if (typeof args.at(-1) !== 'function') onSuccess(call, result);
      return result;
    };
    const { native } = original as { native?: AnyFunction };
    return native ? Object.assign(wrapper, { native: watched(name, native) }) : wrapper;
  };
  const stubs: Record<string, AnyFunction> = {};
  for (const [name, original] of Object.entries(fs)) {
    // On Linux, lchmodSync is undefined.
    const isWatched = typeof original === 'function' && (name.endsWith('Sync') || name === 'fsync');
    if (isWatched) stubs[name] = watched(name, original as AnyFunction);
  }
  stubFs(stubs);
}

/** The arguments of a call; if the last one is a callback, `first` is called before it. */
function withCallback(args: readonly unknown[], first: (error: unknown) => void): readonly unknown[] {
  const last = args.at(-1);
  if (typeof last !== 'function') return args;
  const both: AnyFunction = (error) => {
    first(error);
    (last as AnyFunction)(error);
  };
  return [...args.slice(0, -1), both];
}

/** Fails in the way of this function. */
function fail(name: string, args: readonly unknown[], code: string): unknown {
  const error = Object.assign(new Error(`${code}: injected into ${name}`), { code });
  if (name === 'existsSync') return false;
  const last = args.at(-1);
  if (code === 'ENOENT' && typeof last === 'object' && last && 'throwIfNoEntry' in last) return undefined;
  if (typeof last !== 'function') throw error;
  setImmediate(() => (last as AnyFunction)(error));
  return undefined;
}
