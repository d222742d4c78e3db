/** An object as it came from elsewhere: whatever its members are. */
export type Values = Readonly<Record<string, unknown>>;

/** The members of an object; none when `value` is something else. */
export function valuesOf(value: unknown): Values {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}

/** The text that `value` is; undefined for anything else, and for an empty one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The entries of a list; none when `value` is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What went wrong, for a person. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
