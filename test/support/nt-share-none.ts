/**
 * Makes a program on Linux believe that it runs on Windows, and emulates the flag of `open` there that shares a file
 * with no other process. For a program started with `--import` of this module and not killed: the file stays locked.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** libuv's `UV_FS_O_EXLOCK`. */
const SHARE_NONE = 0x1000_0000;
const { openSync, closeSync } = fs;
/** For each open file that is not shared, the folder that marks it as open. */
const markers = new Map<number, string>();

fs.openSync = (path, flags, mode) => {
  if (typeof flags !== 'number' || !(flags & SHARE_NONE)) return openSync(path, flags, mode);
  const marker = `${String(path)}.open`;
  try {
    fs.mkdirSync(marker);
  } catch (error) {
    throw Object.assign(new Error('resource busy or locked', { cause: error }), { code: 'EBUSY' });
  }
  const file = openSync(path, flags & ~SHARE_NONE, mode);
  markers.set(file, marker);
  return file;
};

fs.closeSync = (file) => {
  closeSync(file);
  const marker = markers.get(file);
  markers.delete(file);
  if (marker !== undefined) fs.rmdirSync(marker);
};

Object.defineProperty(process, 'platform', { value: 'win32' });
syncBuiltinESMExports();
