/** Finds variables that were probably meant for this server. */
import { isSpelledAlike, nearestName } from '../domain/text/did-you-mean.ts';

/** What people call a setting that has another name. */
const SYNONYMS: Readonly<Record<string, string>> = {
  PATH: 'TODOS_FILE',
  LIST: 'TODOS_FILE',
  FOLDER: 'TODOS_FILE',
  DIR: 'TODOS_FILE',
  DB: 'TODOS_DATABASE_URL',
  DB_URL: 'TODOS_DATABASE_URL',
  POSTGRES: 'TODOS_DATABASE_URL',
  POSTGRES_URL: 'TODOS_DATABASE_URL',
  RO: 'TODOS_READ_ONLY',
  TZ: 'TODOS_TIMEZONE',
  LOG: 'LOG_LEVEL',
};

/**
 * A warning for each variable that begins with TODO and was probably meant for this server, which knows no such
 * variable. Without it a misspelt TODOS_READ_ONLY would allow changes in silence.
 *
 * @param given the variables that are set
 * @param known the names of all settings
 */
export function misspeltVariables(
  given: readonly string[],
  known: readonly string[],
  ignoresCase = process.platform === 'win32',
): string[] {
  return given.flatMap((name) => {
    if (known.includes(ignoresCase ? name.toUpperCase() : name)) return [];
    const [, prefix, rest = ''] = /^(TODOS_|TODO_?MANAGER_|TODO)_?(.+)/i.exec(name) ?? [];
    if (prefix === undefined) return [];
    // Other programs, too, have variables that begin with TODO: one of these must be spelled alike.
    const isOurs = prefix.toUpperCase() !== 'TODO';
    const meant = meantBy(rest.toUpperCase(), known, isOurs);
    if (meant === undefined && !isOurs) return [];
    const hint = meant ? `Did you mean ${meant}?` : `The settings are ${known.join(', ')}.`;
    return [`The variable ${name} is not a setting of this server and has no effect. ${hint}`];
  });
}

/** The setting that is named like `rest`, which is a name without its prefix. */
function meantBy(rest: string, known: readonly string[], isOurs: boolean): string | undefined {
  const settings = known.map((name) => ({ name, own: name.replace(/^TODOS_/, '') }));
  const own = isOurs
    ? nearestName(
        rest,
        settings.map((setting) => setting.own),
      )
    : settings.find((setting) => isSpelledAlike(rest, setting.own))?.own;
  return settings.find((setting) => setting.own === own)?.name ?? (isOurs ? SYNONYMS[rest] : undefined);
}
