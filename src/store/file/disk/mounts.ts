/** What Linux knows about the disk that a file is on; other platforms don't say. */
import { readFileSync, statfsSync } from 'node:fs';

/** Magic numbers (statfs(2)) of file systems that only one running kernel mounts at a time. */
const LOCAL: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0xf2f52010, // f2fs
  0x794c7630, // overlayfs
  0x01021994, // tmpfs
  0x4d44, // vfat
  0x2011bab0, // exfat
  0x7366746e, // ntfs3
  0x2fc12fc1, // zfs
  0xca451a4e, // bcachefs
  0x3153464a, // jfs
]);

/** Whether a file or folder is on a disk of this computer; false for network, shared and FUSE folders. */
export function isOnLocalDisk(path: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    // Some architectures report a negative number.
    return LOCAL.has(statfsSync(path).type >>> 0);
  } catch {
    return false;
  }
}

/** Whether something is mounted at exactly this path, as `docker run -v todos.json:/data/todos.json` does. */
export function isMountPoint(path: string): boolean {
  try {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    return mounts.some((line) => unescapeMount(line.split(' ')[4] ?? '') === path);
  } catch {
    return false;
  }
}

/** In mountinfo, spaces, tabs, line breaks and backslashes are octal escapes (proc(5)). */
function unescapeMount(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}
