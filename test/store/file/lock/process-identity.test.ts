import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { isOnLocalDisk } from '../../../../src/store/file/disk/mounts.ts';
import {
  formatIdentity,
  livenessOf,
  ownIdentity,
  readIdentity,
  type ProcessIdentity,
  type TokenPlace,
} from '../../../../src/store/file/lock/process-identity.ts';
import { stubFs } from '../../../support/stub-fs.ts';

const unusedPid = 2 ** 22 + 1;
/** A token that was put in place long ago. */
const onDisk: TokenPlace = { isOnLocalDisk: () => true, changedAt: () => 0 };
const onNetwork: TokenPlace = { ...onDisk, isOnLocalDisk: () => false };
/** A token that was put in place since this kernel started. */
const recent: TokenPlace = { ...onDisk, changedAt: () => Date.now() };

test('an identity is the same after being written into a file name', () => {
  const own = ownIdentity();
  expect(readIdentity(formatIdentity(own))).toEqual(own);
  expect(formatIdentity(own)).toMatch(/^[\w.,~-]+$/);
  expect(readIdentity('0,1,boot,1,host')).toBeUndefined();
  expect(readIdentity('12,1,boot')).toBeUndefined();
});

describe.skipIf(!existsSync('/proc/self/stat'))('on Linux', () => {
  const own = ownIdentity();

  test('this process is alive, and one that started earlier under its pid is dead', () => {
    expect(livenessOf(own, own, onDisk)).toBe('alive');
    expect(livenessOf({ ...own, startedAt: '1' }, own, onDisk)).toBe('dead');
  });

  test('a pid of another pid namespace is unknown', () => {
    expect(livenessOf({ ...own, pid: unusedPid, namespaces: '1' }, own, onDisk)).toBe('unknown');
    const blind = { ...own, namespaces: '-', startedAt: '-' };
    expect(livenessOf({ ...blind, pid: unusedPid }, blind, onDisk)).toBe('unknown');
  });

  test('a pid of another time namespace, where start times are shifted, is unknown', () => {
    const elsewhere = { ...own, namespaces: `${own.namespaces.split('.')[0]}.1` };
    expect(livenessOf({ ...elsewhere, startedAt: '1' }, own, onDisk)).toBe('unknown');
  });

  test.for([
    ['ext4', 0xef53, true],
    ['vfat', 0x4d44, true],
    ['exfat', 0x2011bab0, true],
    ['ntfs3', 0x7366746e, true],
    ['zfs', 0x2fc12fc1, true],
    ['bcachefs', 0xca451a4e, true],
    ['btrfs, as a negative number', 0x9123683e - 2 ** 32, true],
    ['nfs', 0x6969, false],
    ['fuse', 0x65735546, false],
    ['9p', 0x01021997, false],
  ] as const)('only disks of this computer count as local: %s', ([, type, isLocal]) => {
    stubFs({ statfsSync: () => ({ type }) });
    expect(isOnLocalDisk('/anywhere')).toBe(isLocal);
  });

  test('another boot id means a restart only on the same machine and a local disk, of an older token', () => {
    const here = { ...own, host: 'desk' };
    const before = { ...here, boot: '0123456789abcdef' };
    expect(livenessOf(before, here, onDisk)).toBe('dead');
    expect(livenessOf(before, here, onNetwork)).toBe('unknown');
    // A container can have a boot id of its own.
    expect(livenessOf(before, here, recent)).toBe('unknown');
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
    const changed = (ago: number) => ({ ...onDisk, changedAt: () => Date.now() - ago });
    expect(livenessOf(before, here, changed(uptime - 5_000))).toBe('unknown');
    expect(livenessOf(before, here, changed(uptime + 60_000))).toBe('dead');
    // A time namespace can shift the kernel's start.
    const shifted = { ...before, namespaces: `${own.namespaces.split('.')[0]}.1` };
    expect(livenessOf(shifted, here, onDisk)).toBe('unknown');
    expect(livenessOf({ ...before, host: 'lap' }, here, onDisk)).toBe('unknown');
    expect(livenessOf({ ...before, boot: 'win32' }, here, onDisk)).toBe('unknown');
    expect(isOnLocalDisk('/proc')).toBe(false);
    const named = (host: string, machine: string) => ({ ...own, host: `${host}~${machine}` });
    const renamed = { ...named('lap', '0123abcd'), boot: before.boot };
    expect(livenessOf(renamed, named('desk', '0123abcd'), onDisk)).toBe('dead');
    expect(livenessOf(renamed, named('desk', 'ffffffff'), onDisk)).toBe('unknown');
    expect(livenessOf({ ...renamed, host: 'localhost~0123abcd' }, named('desk', '0123abcd'), onDisk)).toBe(
      'dead',
    );
    const nameless = { ...own, host: 'localhost' };
    expect(livenessOf({ ...before, host: 'localhost' }, nameless, onDisk)).toBe('unknown');
  });
});

describe('on macOS and Windows', () => {
  const mac: ProcessIdentity = {
    pid: process.pid,
    startedAt: '-',
    boot: 'darwin',
    namespaces: '-',
    host: 'desk',
  };

  test('a free pid on the same host is dead, a used one unknown', () => {
    expect(livenessOf({ ...mac, pid: unusedPid }, mac, onDisk)).toBe('dead');
    expect(livenessOf({ ...mac, pid: process.ppid }, mac, onDisk)).toBe('unknown');
  });

  test('a pid of another host or platform is unknown', () => {
    expect(livenessOf({ ...mac, pid: unusedPid, host: 'lap' }, mac, onDisk)).toBe('unknown');
    expect(livenessOf({ ...mac, pid: unusedPid, boot: 'win32' }, mac, onDisk)).toBe('unknown');
    const withoutProc = { ...mac, boot: 'linux' };
    expect(livenessOf({ ...withoutProc, pid: unusedPid }, withoutProc, onDisk)).toBe('unknown');
  });
});
