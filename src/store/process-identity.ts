/**
 * Who a process is, in words that outlive it, and whether it still runs.
 *
 * A process id alone says little: ids are reused, and the same number means different processes in different containers
 * and after a reboot. So an identity also has the start time, the boot, the pid namespace and the host. Liveness is
 * "dead" only on evidence; whatever can't be known is "unknown", and the caller waits.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';

import { digestOf } from '../domain/digest.ts';

/** A process, told apart from every other one as well as the platform allows. No field contains a comma. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from boot to the start of the process; `-` where the platform doesn't tell. */
  readonly startedAt: string;
  /** The running kernel's boot id (shortened); where there is none, the platform's name. */
  readonly boot: string;
  /** The namespace in which `pid` means something; `-` where there are none, or where it can't be told. */
  readonly pidNamespace: string;
  readonly host: string;
}

/** `unknown` means: it may well be running, so treat it as if it were. */
export type Liveness = 'alive' | 'dead' | 'unknown';

const NOT_TOLD = '-';

let known: ProcessIdentity | undefined;

/** This process. Nothing of it ever changes, so it is looked up until all of it could be found. */
export function ownIdentity(): ProcessIdentity {
  if (known !== undefined) {
    return known;
  }
  const found = lookUpOwnIdentity();
  if (found.startedAt !== NOT_TOLD && found.pidNamespace !== NOT_TOLD) {
    known = found;
  }
  return found;
}

function lookUpOwnIdentity(): ProcessIdentity {
  // A /proc that belongs to another pid namespace (a host's, mounted into a container) says nothing about our pids.
  const procIsOurs = attempt(() => readlinkSync('/proc/self')) === String(process.pid);
  const ownStat = procIsOurs ? attempt(() => readFileSync('/proc/self/stat', 'latin1')) : undefined;
  const namespace = procIsOurs ? attempt(() => readlinkSync('/proc/self/ns/pid')) : undefined;
  const bootId = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'));
  return {
    pid: process.pid,
    startedAt: (ownStat && parseStat(ownStat)?.startedAt) ?? NOT_TOLD,
    boot: bootId?.replace(/[^0-9a-f]/g, '').slice(0, 16) ?? process.platform,
    pidNamespace: namespace?.replace(/\D/g, '') ?? NOT_TOLD,
    host: portableHost(hostname()),
  };
}

/** The identity as part of a file's name: at most about 90 characters, all of them legal on every file system. */
export function formatIdentity(identity: ProcessIdentity): string {
  const { pid, startedAt, boot, pidNamespace, host } = identity;
  return [pid, startedAt, boot, pidNamespace, host].join(',');
}

/** Reads what {@link formatIdentity} wrote; undefined for anything else. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const match = /^([1-9]\d{0,9}),(\d+|-),([^,]+),(\d+|-),([^,]+)$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, pid = '', startedAt = '', boot = '', pidNamespace = '', host = ''] = match;
  return { pid: Number(pid), startedAt, boot, pidNamespace, host };
}

/**
 * Whether `holder` still runs, as seen by `own`.
 *
 * - Linux, same boot and pid namespace: exact. A process is dead when its id is free, when the id now belongs to a
 *   process with another start time, or when it is a zombie without threads. (While a killed process still has a
 *   thread, that thread may be finishing a rename, so it counts as alive.)
 * - Linux, another pid namespace (a container): unknown.
 * - Another boot id: the machine was restarted, so the holder is dead, but only if the host's name is the same (and
 *   says something) and `onLocalDisk` confirms a disk that one running system uses at a time. Otherwise it may be
 *   another computer on a shared folder: unknown. This matters because a power cut soon after a change can bring back
 *   the lock as it was during that change.
 * - Elsewhere (macOS, Windows) the host's name tells machines apart and `kill(pid, 0)` says whether the id is in use. A
 *   reused id keeps a dead holder "unknown", never the other way round.
 */
export async function livenessOf(
  holder: ProcessIdentity,
  own: ProcessIdentity,
  onLocalDisk: () => Promise<boolean>,
): Promise<Liveness> {
  if (holder.boot !== own.boot) {
    const sameMachine = isBootId(holder.boot) && isBootId(own.boot) && holder.host === own.host;
    const restarted = sameMachine && holder.host !== 'localhost' && (await onLocalDisk());
    return restarted ? 'dead' : 'unknown';
  }
  if (!isBootId(own.boot)) {
    const comparable = own.boot !== 'linux' && holder.host === own.host;
    return comparable && !pidInUse(holder.pid) ? 'dead' : 'unknown';
  }
  if (own.pidNamespace === NOT_TOLD || holder.pidNamespace !== own.pidNamespace) {
    return 'unknown';
  }
  return livenessInProc(holder);
}

/**
 * Whether the file or folder is on a disk of this computer, by the file system's type. Only types known to be local count, so a
 * network or shared folder (NFS, SMB, 9p, FUSE) and every platform but Linux give false.
 */
export async function isOnLocalDisk(folder: string): Promise<boolean> {
  const ext = 0xef53;
  const xfs = 0x58465342;
  const btrfs = 0x9123683e;
  const f2fs = 0xf2f52010;
  const overlay = 0x794c7630;
  const type = await statfs(folder).then(
    (stats) => stats.type,
    () => undefined,
  );
  return process.platform === 'linux' && [ext, xfs, btrfs, f2fs, overlay].some((local) => local === type);
}

async function livenessInProc(holder: ProcessIdentity): Promise<Liveness> {
  const text = await readFile(`/proc/${holder.pid}/stat`, 'latin1').catch(() => undefined);
  const found = text === undefined ? undefined : parseStat(text);
  if (found === undefined) {
    // Not proof of death: with hidepid, other people's processes are invisible in /proc.
    return pidInUse(holder.pid) ? 'unknown' : 'dead';
  }
  if (holder.startedAt !== NOT_TOLD && found.startedAt !== holder.startedAt) {
    return 'dead';
  }
  return found.ended ? 'dead' : 'alive';
}

/** Fields 3, 20 and 22 of `/proc/<pid>/stat`; the command's name before them may contain anything, even `)`. */
function parseStat(stat: string): { readonly startedAt: string; readonly ended: boolean } | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, startedAt] = [fields[0], fields[17], fields[19]];
  if (state === undefined || threads === undefined || startedAt === undefined) {
    return undefined;
  }
  return { startedAt, ended: /^[ZXx]$/.test(state) && Number(threads) <= 1 };
}

function pidInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else. Only ESRCH says that there is no such process.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

function isBootId(boot: string): boolean {
  return /^[0-9a-f]{16}$/.test(boot);
}

function portableHost(name: string): string {
  const safe = name.replace(/[^\w.-]/g, '_') || 'localhost';
  return safe === name && name.length <= 40 ? safe : `${safe.slice(0, 31)}~${digestOf({ name }).slice(0, 8)}`;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
