import { Writable } from 'node:stream';

/**
 * Keeps stdout for JSON-RPC: a client takes every line on it for a message and gives up on a stray one.
 *
 * This module has its effect at import, and `main.ts` imports it first: any module evaluated before it could
 * still print to stdout. Afterwards `process.stdout.write`, and so `console.log` of any module, ends on stderr;
 * only `protocolOutput` reaches the real stdout. (What bypasses Node's stream, such as `fs.writeSync(1)` or a child
 * process that inherits stdout, can't be caught here.)
 */
const writeToClient = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

/**
 * The way to the client. A write's callback runs once the chunk has left the process; a client that went away shows as
 * an `error` event here and nowhere else, so it can't end the process as an uncaught EPIPE.
 */
export const protocolOutput = new Writable({
  decodeStrings: false,
  write(chunk: string | Uint8Array, _encoding, done) {
    writeToClient(chunk, done);
  },
});
process.stdout.on('error', (error) => protocolOutput.destroy(error));

// Diverted output makes stderr ours to guard as well; when nobody reads it any more, nothing is left to say.
process.stderr.on('error', () => {});
