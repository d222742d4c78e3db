import { diskFileSystem, type FileSystem } from '../../src/store/file/disk/file-system.ts';

/** The ways in which writing a new version can fail. */
export const FAULTS = [
  'short write',
  'create: ENOSPC',
  'create: EIO',
  'flush: ENOSPC',
  'flush: EIO',
  'rename: EIO',
  'rename: EACCES',
  'flush of the folder: EIO',
] as const;
export type Fault = (typeof FAULTS)[number];

/** The only fault after the rename. */
export const LATE_FAULT = 'flush of the folder: EIO' satisfies Fault;

/** The real disk with an injected fault; counts the new versions. */
export class FaultyDisk implements FileSystem {
  /** fails from now on */
  fault: Fault | undefined;
  /** called when a new version is complete, before it is renamed over the old one */
  beforeRename: (() => Promise<void>) | undefined;
  /** new versions renamed into place so far */
  versions = 0;

  async create(path: string, content: Buffer): Promise<number> {
    this.#failAt('create');
    return diskFileSystem.create(path, this.fault === 'short write' ? content.subarray(0, -1) : content);
  }

  async flush(file: number): Promise<void> {
    this.#failAt('flush');
    await diskFileSystem.flush(file);
    await this.beforeRename?.();
  }

  async rename(from: string, to: string): Promise<void> {
    this.#failAt('rename');
    await diskFileSystem.rename(from, to);
    this.versions += 1;
  }

  async flushFolder(path: string): Promise<void> {
    this.#failAt('flush of the folder');
    await diskFileSystem.flushFolder(path);
  }

  #failAt(step: string): void {
    const [failing, code] = this.fault?.split(': ') ?? [];
    if (failing === step) throw Object.assign(new Error(`${code}: injected`), { code });
  }
}
