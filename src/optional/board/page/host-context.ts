/** The host's context and abilities. */
import { listOf, numberOf, textOf, type Values, valuesOf } from './values.ts';

/** What the host says about how it shows the page ("Host Context"); everything is optional. */
export interface HostContext {
  readonly theme: string | undefined;
  /** CSS variables by name */
  readonly variables: Values;
  readonly displayMode: string | undefined;
  readonly availableDisplayModes: readonly unknown[];
  /** of the frame, in pixels: fixed, or the most it may grow to */
  readonly height: number | undefined;
  readonly maxHeight: number | undefined;
  /** width of what covers each edge, such as a notch, in pixels */
  readonly insets: Values;
  readonly locale: string | undefined;
  readonly timeZone: string | undefined;
}

/** What the host can do for the page. */
export interface HostAbilities {
  readonly callsTools: boolean;
  readonly takesContext: boolean;
  readonly takesMessages: boolean;
  readonly opensLinks: boolean;
}

/** Merges a message about the context into earlier ones: a host may send only what has changed. */
export function withContext(known: Values, said: unknown): Values {
  const given = Object.entries(valuesOf(said)).filter(([, value]) => value !== undefined);
  return { ...known, ...Object.fromEntries(given) };
}

export function contextIn(said: Values): HostContext {
  const { height, maxHeight } = valuesOf(said['containerDimensions']);
  return {
    theme: textOf(said['theme']),
    variables: valuesOf(valuesOf(said['styles'])['variables']),
    displayMode: textOf(said['displayMode']),
    availableDisplayModes: listOf(said['availableDisplayModes']),
    height: numberOf(height),
    maxHeight: numberOf(maxHeight),
    insets: valuesOf(said['safeAreaInsets']),
    locale: textOf(said['locale']),
    timeZone: textOf(said['timeZone']),
  };
}

/** Reads the capabilities in the answer to `ui/initialize`. */
export function abilitiesIn(capabilities: unknown): HostAbilities {
  const { serverTools, updateModelContext, message, openLinks } = valuesOf(capabilities);
  return {
    callsTools: serverTools !== undefined,
    takesContext: updateModelContext !== undefined,
    takesMessages: message !== undefined,
    opensLinks: openLinks !== undefined,
  };
}
