/**
 * What a power cut may leave of a change whose calls were recorded.
 *
 * What isn't flushed may be lost: of a file, all its content, half of it or none; of the changes of folders' entries, all
 * from some moment on, or just one, or all but one, as not every disk keeps their order. A rename is never made by half.
 */
import { constants, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { deadToken } from './fault-sweep.ts';
import type { FsCall } from './fs-calls.ts';

/** A file or a folder, whatever its name is at the moment, and even if it has none any more. */
export interface Node {
  readonly isFolder: boolean;
}
/** The entries of folders. */
type Entries = Map<Node, Map<string, Node>>;

/** What a change does, as far as a power cut is concerned. */
export type Step =
  | {
      readonly kind: 'entries';
      readonly folders: readonly (Node | undefined)[];
      readonly apply: (entries: Entries) => void;
    }
  | { readonly kind: 'write'; readonly file: Node | undefined; readonly text: string }
  | { readonly kind: 'flush of a file' | 'flush of a folder'; readonly node: Node }
  | { readonly kind: 'acknowledged' };

/** What one change does to a folder. */
export class Recording {
  readonly root: Node = { isFolder: true };
  /** what was there before; it counts as flushed */
  readonly initial: readonly Step[];
  readonly steps: Step[] = [];
  readonly #now: Entries = new Map();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      this.#make(path, entry.isDirectory());
      if (entry.isFile()) this.#write(path, readFileSync(path, 'utf8'));
    }
    this.initial = this.steps.splice(0);
  }

  /** Notes what a call that succeeded has done. */
  readonly note = ({ name, path, args: [first, second, third] }: FsCall, result: unknown): void => {
    const creates = typeof second === 'number' ? (second & constants.O_CREAT) !== 0 : second !== 'r';
    if (name === 'mkdirSync') this.#make(path, true);
    else if (name === 'writeFileSync' || (name === 'openSync' && creates)) this.#make(path, false);
    else if (name === 'writeSync') {
      const start = Number(third ?? 0);
      this.#write(path, (second as Buffer).subarray(start, start + Number(result)).toString());
    } else if (name === 'renameSync') this.#move(String(first), String(second));
    else if (name === 'unlinkSync' || name === 'rmdirSync') this.#move(path);
    else if (name === 'fsync') this.#flush(this.#at(path));
  };

  #at(path: string): Node | undefined {
    if (path === this.#folder) return this.root;
    const parent = this.#at(dirname(path));
    return parent && this.#now.get(parent)?.get(basename(path));
  }

  #change(folders: readonly (Node | undefined)[], apply: (entries: Entries) => void): void {
    apply(this.#now);
    this.steps.push({ kind: 'entries', folders, apply });
  }

  #make(path: string, isFolder: boolean): void {
    if (this.#at(path)) return;
    if (!this.#at(dirname(path))) this.#make(dirname(path), true);
    const [parent, node] = [this.#at(dirname(path)), { isFolder }];
    this.#change([parent], (entries) => link(entries, parent, path, node));
  }

  /** Without `to`, it is removed. */
  #move(from: string, to?: string): void {
    const [parent, node] = [this.#at(dirname(from)), this.#at(from)];
    const target = to === undefined ? undefined : this.#at(dirname(to));
    this.#change([parent, target], (entries) => {
      const siblings = parent && entries.get(parent);
      if (siblings?.get(basename(from)) === node) siblings?.delete(basename(from));
      if (to !== undefined && node) link(entries, target, to, node);
    });
  }

  #write(path: string, text: string): void {
    this.steps.push({ kind: 'write', file: this.#at(path), text });
  }

  #flush(node: Node | undefined): void {
    if (node) this.steps.push({ kind: node.isFolder ? 'flush of a folder' : 'flush of a file', node });
  }
}

function link(entries: Entries, folder: Node | undefined, path: string, node: Node): void {
  if (!folder) return;
  const names = entries.get(folder) ?? new Map<string, Node>();
  entries.set(folder, names.set(basename(path), node));
}

/** What a power cut left. */
interface Left {
  readonly entries: Entries;
  readonly contentOf: (file: Node) => string;
}

/** All that a power cut after these steps may leave. */
export function* leftAfter(initial: readonly Step[], steps: readonly Step[]): Generator<Left> {
  const isSafe = (step: Step, nodes: readonly (Node | undefined)[]) =>
    initial.includes(step) ||
    steps.slice(steps.indexOf(step)).some((later) => 'node' in later && nodes.includes(later.node));
  const all = [...initial, ...steps];
  const changes = all.filter((step) => step.kind === 'entries');
  const unsafe = changes.filter((change) => !isSafe(change, change.folders));
  const losses = unsafe.flatMap((each, index) => [
    [each],
    unsafe.slice(index),
    unsafe.filter((other) => other !== each),
  ]);
  for (const lost of [[], ...losses]) {
    const entries: Entries = new Map();
    for (const change of changes) if (!lost.includes(change)) change.apply(entries);
    for (const part of [1, 0.5, 0]) {
      const contentOf = (file: Node) =>
        all
          .filter((step) => step.kind === 'write')
          .filter((step) => step.file === file)
          .map((step) => step.text.slice(0, isSafe(step, [file]) ? Infinity : step.text.length * part))
          .join('');
      yield { entries, contentOf };
    }
  }
}

/** The paths of the files, with their content, and of the folders in `folder`. */
export function* treeOf(
  left: Left,
  folder: Node,
  path = '',
): Generator<readonly [path: string, content?: string]> {
  for (const [name, node] of left.entries.get(folder) ?? []) {
    // In the meantime, the process that held the lock has died.
    const here = join(path, name.includes(',held,') ? deadToken(Number.parseInt(name, 10)) : name);
    yield node.isFolder ? [here] : [here, left.contentOf(node)];
    if (node.isFolder) yield* treeOf(left, node, here);
  }
}
