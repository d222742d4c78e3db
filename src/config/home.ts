/** The user's home folder, whatever HOME says. */
import { userInfo } from 'node:os';
import * as native from 'node:path';

/** The user's home folder, and what was wrong with the variable that names it. */
export interface Home {
  /** absolute */
  readonly home: string;
  /** a warning for the user */
  readonly homeProblem?: string;
}

/** What differs between systems; tests have their own. */
interface System {
  readonly path?: Pick<typeof native, 'isAbsolute' | 'parse' | 'sep'>;
  /** the home folder that the system has on record for this user; may throw */
  readonly onRecord?: () => string;
}

/**
 * The home folder: HOME (USERPROFILE on Windows) where it is a full path, else what the system has on record. Clients
 * start servers with a variable that is empty, relative, or a placeholder that they didn't replace.
 */
export function homeFolder(
  env: Readonly<Record<string, string | undefined>>,
  { path = native, onRecord = () => userInfo().homedir }: System = {},
): Home {
  const name = path.sep === '\\' ? 'USERPROFILE' : 'HOME';
  const value = env[name];
  if (value !== undefined && isFullPath(value, path)) return { home: value };
  const home = recorded(onRecord);
  const usable = home !== undefined && isFullPath(home, path);
  if (value === undefined && usable) return { home };
  const found = value === undefined ? `${name} is not set` : `${name} "${value}" is not a full path`;
  if (usable) return { home, homeProblem: `${found}; using ${home}, this user's home folder.` };
  // Containers, too, give "/" to a user that the system doesn't know.
  const root = path.sep === '\\' ? 'C:\\' : '/';
  return { home: root, homeProblem: `${found}, and the system knows no home folder; using ${root}.` };
}

/** Whether a path depends neither on the current folder nor, on Windows, on the current drive. */
function isFullPath(path: string, system: Required<System>['path'] = native): boolean {
  return system.isAbsolute(path) && (system.sep !== '\\' || system.parse(path).root.length > 1);
}

function recorded(onRecord: () => string): string | undefined {
  try {
    return onRecord();
  } catch {
    // The system doesn't know the user, as in containers with a user id of their own.
    return undefined;
  }
}
