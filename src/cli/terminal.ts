/** Writes what a command prints. */
import { safely } from '../domain/text/text.ts';

/**
 * A writer to a stream. A terminal gets nothing that controls it, such as the escape sequences in a todo; files and other
 * programs get the text as it is.
 */
export function writerTo(
  stream: { write(text: string): unknown },
  isTerminal: boolean,
): (text: string) => void {
  return (text) => void stream.write(isTerminal ? forTerminal(text) : text);
}

function forTerminal(text: string): string {
  // Alone, a carriage return lets a line be written over.
  return safely(text).replaceAll(/\r(?!\n)/g, '\uFFFD');
}
