/**
 * What ids of our own begin with, so that no client's own id looks like one of them: `kind` and some twenty random
 * digits. Chance is enough, as who guesses one confuses nobody but himself, and Node's cryptography would be a
 * twentieth of the start.
 */
export function ownPrefix(kind: string): string {
  return `${kind} ${Math.random().toString().slice(2)}${Math.random().toString().slice(2)} `;
}
