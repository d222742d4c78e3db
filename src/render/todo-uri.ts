/** How the URIs of all resources begin. */
export const SCHEME = 'todos://';

/** The URI of a todo. */
export function uriOf(id: number): string {
  return `${SCHEME}${id}`;
}
