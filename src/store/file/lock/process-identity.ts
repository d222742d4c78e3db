/**
 * Identifies a process by text that outlives it, and checks whether it still runs.
 *
 * A process id alone says little: ids are reused, and the same number means different processes in different containers
 * and after a reboot. So an identity also has the start time, the boot, the namespaces, the host and the machine.
 * Liveness is "dead" only on evidence; otherwise it is "unknown", and the caller waits.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

import { digestOf } from '../../../domain/digest.ts';
import { errorCode } from '../disk/disk-errors.ts';

/** A process, distinguished from all others as well as the platform allows. No field contains a comma. */
export interface ProcessIdentity {
  readonly pid: number;
  /** clock ticks from boot to the start of the process; `-` if unknown */
  readonly startedAt: string;
  /** the running kernel's boot id (shortened); the platform's name where there is none */
  readonly boot: string;
  /** the namespaces in which `pid` and `startedAt` are valid (time_namespaces(7) shift start times); `-` if unknown */
  readonly namespaces: string;
  /** the host's name, and after `~` a digest of the machine's id if it has one: names change with the network */
  readonly host: string;
}

/** `unknown` means that it may well be running. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** Where a token is. */
export interface TokenPlace {
  /** whether that is a disk that only one running system uses at a time */
  readonly isOnLocalDisk: () => boolean;
  /** when a token was last put there, in milliseconds since the epoch */
  readonly changedAt: () => number;
}

const UNKNOWN = '-';
/** Linux reports clock ticks of this length to programs, whatever its own are; in milliseconds. */
const TICK_MS = 10;
/** How exactly the kernel's start can be worked out, in milliseconds. */
const START_MARGIN_MS = 1_000;

let known: ProcessIdentity | undefined;

/** This process; looked up again only while part of it can't be found. */
export function ownIdentity(): ProcessIdentity {
  if (known) return known;
  const found = lookUpOwnIdentity();
  if (found.startedAt !== UNKNOWN && found.namespaces !== UNKNOWN) known = found;
  return found;
}

function lookUpOwnIdentity(): ProcessIdentity {
  // On Windows /proc would be a folder of the current drive.
  const onLinux = process.platform === 'linux';
  // A /proc of another pid namespace (the host's, mounted into a container) says nothing about our pids.
  const procIsOurs = onLinux && linkTarget('/proc/self') === String(process.pid);
  const bootId = onLinux ? textOf('/proc/sys/kernel/random/boot_id').replace(/[^0-9a-f]/g, '') : '';
  return {
    pid: process.pid,
    startedAt: (procIsOurs && readStat(textOf('/proc/self/stat'))?.startedAt) || UNKNOWN,
    boot: bootId.slice(0, 16) || process.platform,
    namespaces: (procIsOurs && ownNamespaces()) || UNKNOWN,
    host: ownHost(),
  };
}

/** The machine's id should not be shown as it is (machine-id(5)), and eight digits of a digest are enough. */
function ownHost(): string {
  const name = hostname().replace(/[^\w.-]/g, '_');
  const shortName = name.slice(0, 31) || 'localhost';
  const id = textOf('/etc/machine-id').trim();
  return /^[0-9a-f]{32}$/.test(id) ? `${shortName}~${digestOf({ id }).slice(0, 8)}` : shortName;
}

/** The pid and time namespace; '' if unknown. Kernels before 5.6 have no time namespaces. */
function ownNamespaces(): string {
  const [pid = '', time = ''] = ['pid', 'time'].map((kind) =>
    linkTarget(`/proc/self/ns/${kind}`).replace(/\D/g, ''),
  );
  return pid && [pid, time].filter(Boolean).join('.');
}

/** The identity as part of a file name: at most about 100 characters, all of them legal on every file system. */
export function formatIdentity({ pid, startedAt, boot, namespaces, host }: ProcessIdentity): string {
  return [pid, startedAt, boot, namespaces, host].join(',');
}

/** Reads what {@link formatIdentity} wrote; undefined for anything else. */
export function readIdentity(text: string): ProcessIdentity | undefined {
  const match = /^([1-9]\d{0,9}),(\d+|-),([^,]+),([\d.]+|-),([^,]+)$/.exec(text);
  if (!match) return undefined;
  const [, pid = '', startedAt = '', boot = '', namespaces = '', host = ''] = match;
  return { pid: Number(pid), startedAt, boot, namespaces, host };
}

/** The host's name as people know it. */
export function hostName({ host }: ProcessIdentity): string {
  return host.split('~')[0] ?? host;
}

/**
 * Whether `holder` still runs, as seen by `own`.
 *
 * - Linux, same boot and namespaces: exact. A process is dead if its id is free, if the id now belongs to a process
 *   with another start time, or if it is a zombie without threads. (A remaining thread of a killed process may be
 *   finishing a rename, so until it ends the process counts as alive.)
 * - Linux, another pid or time namespace (a container): unknown.
 * - Another boot id: the machine was restarted, so the holder is dead, but only if it is the same machine, the token is on
 *   a disk that one running system uses at a time, and it was put there before this kernel started. Otherwise it may be
 *   another computer on a shared folder, or a container with a boot id of its own: unknown. This matters because a power
 *   cut soon after a change can bring back the lock as it was during that change.
 * - Elsewhere (macOS, Windows) the host's name distinguishes machines and `kill(pid, 0)` says whether the id is in use.
 *   If its id was reused, a dead holder counts as "unknown"; a live one never counts as dead.
 */
export function livenessOf(holder: ProcessIdentity, own: ProcessIdentity, place: TokenPlace): Liveness {
  if (holder.boot !== own.boot) {
    const bothKnown = isBootId(holder.boot) && isBootId(own.boot);
    const restarted = bothKnown && isSameMachine(holder, own) && place.isOnLocalDisk();
    return restarted && isFromEarlierBoot(holder, own, place.changedAt()) ? 'dead' : 'unknown';
  }
  if (!isBootId(own.boot)) {
    const comparable = own.boot !== 'linux' && holder.host === own.host;
    return comparable && !isPidInUse(holder.pid) ? 'dead' : 'unknown';
  }
  if (own.namespaces === UNKNOWN || holder.namespaces !== own.namespaces) return 'unknown';
  return livenessInProc(holder);
}

/**
 * Whether a token was put in place before this kernel started. The start is worked out in two ways, of which the earlier
 * counts: containers may show an uptime of their own, and clocks are set while a process runs.
 */
function isFromEarlierBoot(holder: ProcessIdentity, own: ProcessIdentity, changedAt: number): boolean {
  const [time, ownTime] = [holder, own].map(({ namespaces }) => namespaces.split('.')[1]);
  const uptime = Number(textOf('/proc/uptime').split(' ')[0] || NaN) * 1000;
  const start = Math.min(Date.now() - uptime, performance.timeOrigin - Number(own.startedAt) * TICK_MS);
  // Any comparison with NaN, for what is unknown, is false.
  return time === ownTime && changedAt < start - START_MARGIN_MS;
}

/** By the machine's id, or by the host's name unless that means nothing. */
function isSameMachine(one: ProcessIdentity, other: ProcessIdentity): boolean {
  const [machine, otherMachine] = [one, other].map(({ host }) => host.split('~')[1]);
  if (machine !== undefined && machine === otherMachine) return true;
  return hostName(one) === hostName(other) && hostName(one) !== 'localhost';
}

function livenessInProc(holder: ProcessIdentity): Liveness {
  const found = readStat(textOf(`/proc/${holder.pid}/stat`));
  // Not proof of death: with hidepid, other people's processes are invisible in /proc.
  if (!found) return isPidInUse(holder.pid) ? 'unknown' : 'dead';
  if (holder.startedAt !== UNKNOWN && found.startedAt !== holder.startedAt) return 'dead';
  return found.ended ? 'dead' : 'alive';
}

/** Fields 3, 20 and 22 of `/proc/<pid>/stat`; the command's name before them may contain anything, even `)`. */
function readStat(stat: string): { readonly startedAt: string; readonly ended: boolean } | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, startedAt] = [fields[0], fields[17], fields[19]];
  if (state === undefined || threads === undefined || startedAt === undefined) return undefined;
  return { startedAt, ended: /^[ZXx]$/.test(state) && Number(threads) <= 1 };
}

function isPidInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as another user. Only ESRCH says that there is no such process.
    return errorCode(error) !== 'ESRCH';
  }
}

function isBootId(boot: string): boolean {
  return /^[0-9a-f]{16}$/.test(boot);
}

/** The text of a file of the system; '' if it can't be read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The target of a link of the system; '' if it can't be read. */
function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
