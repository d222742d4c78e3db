/** Keeps stdout for JSON-RPC alone. */
import { Writable } from 'node:stream';

/**
 * Reserves stdout for JSON-RPC: a client takes every line on it for a message and gives up on a stray one.
 *
 * Importing this module is enough. `main.ts` imports it first: a module evaluated earlier could still print to stdout.
 * From then on `process.stdout.write`, and so `console.log` of any module, goes to stderr; only `protocolOutput`
 * reaches the real stdout. (What bypasses Node's stream, such as `fs.writeSync(1)` or a child process that inherits
 * stdout, can't be caught here.)
 */
const writeToClient = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

/**
 * The real stdout. A write's callback runs once the chunk has left the process. If the client is gone, only this stream
 * emits an `error` event, so that the process doesn't end with an uncaught EPIPE.
 */
export const protocolOutput = new Writable({
  decodeStrings: false,
  write(chunk: string | Uint8Array, _encoding, done) {
    writeToClient(chunk, done);
  },
});
process.stdout.on('error', (error) => protocolOutput.destroy(error));

// Redirected output goes to stderr too. If stderr fails, there is no way left to report that.
process.stderr.on('error', () => {});
