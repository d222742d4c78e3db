/**
 * Prints why this checkout can't be released as the version of a tag, and fails then; with notes, prints the changelog's
 * part for that version.
 *
 *     tsx packaging/release.ts TAG [--notes]
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The files that a release is judged by, as text. */
export interface ReleaseFiles {
  readonly packageJson: string;
  readonly serverJson: string;
  readonly changelog: string;
}

/** What stands in the way of releasing `tag`; empty if nothing does. */
export function obstacles(tag: string, { packageJson, serverJson, changelog }: ReleaseFiles): string[] {
  const manifest = JSON.parse(packageJson) as Record<string, unknown>;
  const entry = JSON.parse(serverJson) as { version: string; packages: { version: string }[] };
  const version = String(manifest['version']);
  const found: string[] = [];
  if (tag !== `v${version}`) found.push(`The tag is ${tag}, but package.json has version ${version}.`);
  for (const stated of new Set([entry.version, ...entry.packages.map((each) => each.version)]))
    if (stated !== version)
      found.push(`packaging/server.json has version ${stated}, package.json ${version}.`);
  if (!notesOf(changelog, version)) found.push(`docs/CHANGELOG.md has no released version ${version}.`);
  for (const field of ['repository', 'bugs', 'homepage'])
    if (!manifest[field]) found.push(`package.json has no ${field}.`);
  return found;
}

/** What the changelog says of a version; undefined if that is missing or still marked as not released. */
export function notesOf(changelog: string, version: string): string | undefined {
  const parts = changelog.replaceAll('\r\n', '\n').split(/^## /m);
  const part = parts.find((each) => each.startsWith(`${version} `) || each.startsWith(`${version}\n`));
  const [title = '', ...lines] = part?.split('\n') ?? [];
  const notes = lines.join('\n').trim();
  return title.includes('not released') ? undefined : notes || undefined;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , tag = '', option] = process.argv;
  const [packageJson = '', serverJson = '', changelog = ''] = [
    'package.json',
    'packaging/server.json',
    'docs/CHANGELOG.md',
  ].map((file) => readFileSync(file, 'utf8'));
  const found = obstacles(tag, { packageJson, serverJson, changelog });
  for (const obstacle of found) console.error(obstacle);
  if (found.length) process.exitCode = 1;
  else if (option === '--notes') console.log(notesOf(changelog, tag.slice(1)));
}
