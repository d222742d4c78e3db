// Loaded into the server before its own code: keeps what came in, what went out and how the server ended, in files
// named after its process. No wire tap between agent and server could tell how the server itself ended.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const keep = (kind, chunk) => appendFileSync(join(process.env.MCP_RECORD, `${process.pid}.${kind}`), chunk);

const { emit } = process.stdin;
process.stdin.emit = function recorded(event, ...rest) {
  if (event === 'data') keep('in', rest[0]);
  return emit.call(this, event, ...rest);
};
const { write } = process.stdout;
process.stdout.write = function recorded(chunk, ...rest) {
  keep('out', chunk);
  return write.call(this, chunk, ...rest);
};
process.on('exit', (code) => keep('exit', String(code)));
