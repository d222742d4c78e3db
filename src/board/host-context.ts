import { listOf, numberOf, textOf, type Values, valuesOf } from './values.ts';

/** What the board knows of the place it is shown in; a host may say nothing of it. */
export interface HostContext {
  readonly theme?: string | undefined;
  /** CSS variables, by their names */
  readonly variables?: readonly (readonly [name: string, value: string])[];
  readonly displayMode?: string | undefined;
  readonly availableDisplayModes?: readonly unknown[];
  /** in pixels; of a container that the host has made, or may make at most */
  readonly height?: number | undefined;
  readonly maxHeight?: number | undefined;
  /** in pixels from the edges, what a notch or the like covers */
  readonly insets?: Values;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
}

/**
 * What the host says of the place ("Host Context"). It may be a part: then it goes over what is known, and the rest of
 * that stays.
 */
export function withContext(known: HostContext, said: unknown): HostContext {
  const given = valuesOf(said);
  const has = (name: string) => given[name] !== undefined;
  const { height, maxHeight } = valuesOf(given['containerDimensions']);
  const variables = Object.entries(valuesOf(valuesOf(given['styles'])['variables']));
  return {
    ...known,
    ...(has('theme') && { theme: textOf(given['theme']) }),
    ...(has('styles') && {
      variables: variables.map(([name, value]) => [name, textOf(value) ?? ''] as const),
    }),
    ...(has('displayMode') && { displayMode: textOf(given['displayMode']) }),
    ...(has('availableDisplayModes') && { availableDisplayModes: listOf(given['availableDisplayModes']) }),
    ...(has('containerDimensions') && { height: numberOf(height), maxHeight: numberOf(maxHeight) }),
    ...(has('safeAreaInsets') && { insets: valuesOf(given['safeAreaInsets']) }),
    ...(has('locale') && { locale: textOf(given['locale']) }),
    ...(has('timeZone') && { timeZone: textOf(given['timeZone']) }),
  };
}
