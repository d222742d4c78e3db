/**
 * Text of the user below a line of ours: each of its lines is indented, so that none can look like ours.
 */
export function indented(text: string): string[] {
  return text.split(/\r\n?|[\n\v\f\u0085\u2028\u2029]/).map((line) => (line.trim() ? `  ${line}` : ''));
}
