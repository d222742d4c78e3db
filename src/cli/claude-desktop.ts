/** Where Claude Desktop keeps its settings, and what doctor says about them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, posix, win32 } from 'node:path';

import * as z from 'zod';

import type { Finding } from '../part.ts';
import { note, ok, problem } from './finding.ts';

/** What the paths of configuration files depend on. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** absolute path of the user's home folder */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The name of this server in configurations. */
export const SERVER_KEY = 'todo-manager';
export const CLAUDE_DESKTOP_FILE = 'claude_desktop_config.json';
/** Windows gives a packaged app its own copy of AppData, whose name ends differently on each computer. */
const PACKAGE = 'Claude_*';

const settings = z.looseObject({
  isUsingBuiltInNodeForMcp: z.boolean().optional(),
  mcpServers: z
    .looseObject({
      [SERVER_KEY]: z.looseObject({ command: z.string(), args: z.array(z.string()).optional() }).optional(),
    })
    .optional(),
});

/** The folders in which the settings may be: first that of a new version, in which `*` stands for any characters. */
export function claudeDesktopFolders({ platform, home, env }: System): readonly [string, string?] {
  if (platform === 'darwin') return [posix.join(home, 'Library', 'Application Support', 'Claude')];
  if (platform === 'win32') {
    const roaming = fullPath(env['APPDATA'], win32) ?? win32.join(home, 'AppData', 'Roaming');
    const local = fullPath(env['LOCALAPPDATA'], win32) ?? win32.join(home, 'AppData', 'Local');
    return [
      win32.join(local, 'Packages', PACKAGE, 'LocalCache', 'Roaming', 'Claude'),
      win32.join(roaming, 'Claude'),
    ];
  }
  return [posix.join(fullPath(env['XDG_CONFIG_HOME'], posix) ?? posix.join(home, '.config'), 'Claude')];
}

/** What is wrong with the way in which Claude Desktop on this computer starts the server; empty if it doesn't. */
export function checkClaudeDesktop(system: System): Finding[] {
  return claudeDesktopFolders(system)
    .flatMap((folder) => (folder === undefined ? [] : existing(folder)))
    .flatMap((folder) => {
      const file = join(folder, CLAUDE_DESKTOP_FILE);
      const findings = existsSync(file) ? checkSettings(file) : [];
      const hasExtension = namesIn(join(folder, 'Claude Extensions')).some((name) =>
        name.includes(SERVER_KEY),
      );
      if (hasExtension && findings.length)
        findings.push(
          note('Claude', 'Claude Desktop has the extension as well: two servers, and two lists. Remove one.'),
        );
      return findings;
    });
}

function checkSettings(file: string): Finding[] {
  const found = read(file);
  if (!found) return [problem('Claude', `${file}\nisn't valid, so Claude Desktop can't use it.`)];
  const { isUsingBuiltInNodeForMcp = true, mcpServers } = found;
  const server = mcpServers?.[SERVER_KEY];
  if (!server) return [];
  const missing = [server.command, ...(server.args ?? []).slice(0, 1)].find(
    (path) => isAbsolute(path) && !existsSync(path),
  );
  if (missing !== undefined) {
    const advice = 'Run print-config claude-desktop, and put what it prints into that file.';
    return [problem('Claude', `${file}\nstarts ${missing}, which doesn't exist.\n${advice}`)];
  }
  const hint = isUsingBuiltInNodeForMcp
    ? '\nIf every call hangs there, switch off "Use Built-in Node.js for MCP" in its settings.'
    : '';
  return [ok('Claude', `${file}\nstarts this server or another copy.${hint}`)];
}

function read(file: string): z.infer<typeof settings> | undefined {
  try {
    return settings.safeParse(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))).data;
  } catch {
    return undefined;
  }
}

/** The folders of a name in which one part may be a pattern. */
function existing(folder: string): string[] {
  const [parent, rest] = folder.split(PACKAGE);
  if (parent === undefined || rest === undefined) return [folder];
  return namesIn(parent)
    .filter((name) => name.startsWith(PACKAGE.slice(0, -1)))
    .map((name) => join(parent, name, rest));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A relative path counts as unset: it would depend on the current folder. */
function fullPath(path: string | undefined, rules: Pick<typeof posix, 'isAbsolute'>): string | undefined {
  return path !== undefined && rules.isAbsolute(path) ? path : undefined;
}
