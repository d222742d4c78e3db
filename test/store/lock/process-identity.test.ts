import { existsSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { isOnLocalDisk } from '../../../src/store/disk/mounts.ts';
import {
  formatIdentity,
  livenessOf,
  ownIdentity,
  parseIdentity,
  type ProcessIdentity,
} from '../../../src/store/lock/process-identity.ts';

const unusedPid = 2 ** 22 + 1;
const onDisk = () => true;
const onNetwork = () => false;

test('an identity survives being written into a name', () => {
  const own = ownIdentity();
  expect(parseIdentity(formatIdentity(own))).toEqual(own);
  expect(formatIdentity(own)).toMatch(/^[\w.,~-]+$/);
  expect(parseIdentity('0,1,boot,1,host')).toBeUndefined();
  expect(parseIdentity('12,1,boot')).toBeUndefined();
});

describe.skipIf(!existsSync('/proc/self/stat'))('on Linux', () => {
  const own = ownIdentity();

  test('this process is alive, and one that started earlier under its pid is dead', () => {
    expect(livenessOf(own, own, onDisk)).toBe('alive');
    expect(livenessOf({ ...own, startedAt: '1' }, own, onDisk)).toBe('dead');
  });

  test('a pid of another namespace means nothing here', () => {
    expect(livenessOf({ ...own, pid: unusedPid, namespaces: '1' }, own, onDisk)).toBe('unknown');
    const blind = { ...own, namespaces: '-', startedAt: '-' };
    expect(livenessOf({ ...blind, pid: unusedPid }, blind, onDisk)).toBe('unknown');
  });

  test('a restart is believed only of the same machine on a disk of its own', () => {
    const here = { ...own, host: 'desk' };
    const before = { ...here, boot: '0123456789abcdef' };
    expect(livenessOf(before, here, onDisk)).toBe('dead');
    expect(livenessOf(before, here, onNetwork)).toBe('unknown');
    expect(livenessOf({ ...before, host: 'lap' }, here, onDisk)).toBe('unknown');
    expect(livenessOf({ ...before, boot: 'win32' }, here, onDisk)).toBe('unknown');
    expect(isOnLocalDisk('/proc')).toBe(false);
    const nameless = { ...own, host: 'localhost' };
    expect(livenessOf({ ...before, host: 'localhost' }, nameless, onDisk)).toBe('unknown');
  });
});

describe('where only the pid is known', () => {
  const mac: ProcessIdentity = {
    pid: process.pid,
    startedAt: '-',
    boot: 'darwin',
    namespaces: '-',
    host: 'desk',
  };

  test('a free pid on the same host is dead, a used one may be anybody', () => {
    expect(livenessOf({ ...mac, pid: unusedPid }, mac, onDisk)).toBe('dead');
    expect(livenessOf({ ...mac, pid: process.ppid }, mac, onDisk)).toBe('unknown');
  });

  test('another host or platform is never judged', () => {
    expect(livenessOf({ ...mac, pid: unusedPid, host: 'lap' }, mac, onDisk)).toBe('unknown');
    expect(livenessOf({ ...mac, pid: unusedPid, boot: 'win32' }, mac, onDisk)).toBe('unknown');
    const withoutProc = { ...mac, boot: 'linux' };
    expect(livenessOf({ ...withoutProc, pid: unusedPid }, withoutProc, onDisk)).toBe('unknown');
  });
});
