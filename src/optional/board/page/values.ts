/** Values of unknown shape, from messages. */

export type Values = Readonly<Record<string, unknown>>;

/** `value` if it is an object, else an empty one. */
export function valuesOf(value: unknown): Values {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}

/** `value` if it is a text that isn't empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** `value` if it is an array, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The message of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An error message without the codes of protocols. */
export function plain(message: string): string {
  return message.replace(/^(?:(?:MCP )?error:? (?:-?\d+: )?)+/i, '');
}
