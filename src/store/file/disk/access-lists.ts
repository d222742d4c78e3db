/**
 * POSIX access control lists, which Node can't read: the system's tools copy them. The tools get the open files
 * themselves, because a name may lead to another file by now.
 */
import type { BigIntStats } from 'node:fs';

const GROUP = 0o070n;

/** A file whose access rights another one gets. */
export interface Original {
  readonly path: string;
  readonly stats: BigIntStats;
}

/** An open file, and the name it was opened by. */
export interface OpenFile {
  readonly path: string;
  readonly descriptor: number;
}

/** For each path, the version known to have no access control list: the tools need not run for each change. */
const plainVersions = new Map<string, string>();

/** Whether `original` can have an access control list. Where there is one, the mode's group bits are its mask. */
export function mayHaveAcl({ path, stats }: Original): boolean {
  const mayHave = process.platform !== 'win32' && (stats.mode & GROUP) !== 0n;
  return mayHave && plainVersions.get(path) !== versionOf(stats);
}

/** Notes where a file with the rights of `original` is now: if that had no access control list, this one has none. */
export function noteCopied(original: Original, path: string, stats: BigIntStats): void {
  if (plainVersions.get(original.path) === versionOf(original.stats))
    plainVersions.set(path, versionOf(stats));
}

/** Changing the access control list changes the ctime. */
function versionOf({ ino, ctimeNs }: BigIntStats): string {
  return `${ino}:${ctimeNs}`;
}

/**
 * Gives `copy` the access control list of `from`, or none. Without its list, the group bits of the original's mode would
 * be the rights of the whole group.
 *
 * @param from the original, open for reading
 * @returns whether the copy has exactly the list of the original
 */
export async function copyAcl(original: Original, from: OpenFile, copy: OpenFile): Promise<boolean> {
  try {
    if (await hasAcl(from)) {
      const acl = await run('getfacl', ['--absolute-names', '--omit-header'], from);
      await run('setfacl', ['--set', acl.trim().replaceAll(/(\s*#.*)?\n+/g, ',')], copy);
    } else if (await hasAcl(copy)) {
      // Inherited from its folder's default list.
      await run('setfacl', ['--remove-all'], copy);
    } else {
      plainVersions.set(original.path, versionOf(original.stats));
    }
    return true;
  } catch {
    return false;
  }
}

/** `ls -l` shows a `+` after the mode if there are more rights than the mode (POSIX). */
async function hasAcl(file: OpenFile): Promise<boolean> {
  const listing = await run('ls', ['-ldL'], file);
  return listing[10] === '+';
}

/**
 * Runs a tool on an open file, which is its descriptor 3. Only Linux gives that a name; other systems have no `setfacl`,
 * so there a tool can only look.
 */
async function run(program: string, args: readonly string[], file: OpenFile): Promise<string> {
  const name = process.platform === 'linux' ? '/proc/self/fd/3' : file.path;
  // Loaded only here: it brings Node's network modules with it.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const tool = spawn(program, [...args, '--', name], {
      stdio: ['ignore', 'pipe', 'ignore', file.descriptor],
    });
    let output = '';
    tool.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    tool.on('error', reject);
    tool.on('close', (code) => (code ? reject(new Error(`${program}: exit code ${code}`)) : resolve(output)));
  });
}
