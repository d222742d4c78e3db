/** The scheme of all resources, with what separates it from the rest. */
export const SCHEME = 'todos://';

/** The URI of the resource of the todo with this id. */
export function uriOf(id: number): string {
  return `${SCHEME}${id}`;
}
