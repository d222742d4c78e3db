import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import * as fc from 'fast-check';
import { expect } from 'vitest';

import { bytesOf, fuzz } from './fuzz-frames.ts';
import { type Message, type SpawnedServer, startSpawned } from './spawned.ts';

const PER_ROUND = 50;

/**
 * Sends one server this many frames, in rounds. After each round, every request with a readable id must have exactly one
 * answer, and no answer may be an unexpected error. At the end the server must still answer and the file be valid.
 *
 * @returns how many frames were sent
 */
export async function survivedFrames({ frames, seed }: { frames: number; seed: number }): Promise<number> {
  const server = await startSpawned();
  let nextId = 0;
  let sent = 0;
  let answered = 0;
  const round = fc.array(fuzz, { minLength: PER_ROUND, maxLength: PER_ROUND, size: 'max' });
  await fc.assert(
    fc.asyncProperty(round, async (batch) => {
      // Strings and integers in turn, none of which a frame has by chance.
      const bytes = Buffer.concat(
        batch.map((one) => bytesOf(one, (nextId += 1) % 2 ? `f${nextId}` : 1e9 + nextId)),
      );
      const expected = expectedIds(bytes);
      expect(await idsAnswered(server, bytes, expected.length)).toEqual(expected);
      sent += batch.length;
      answered += expected.length;
    }),
    { numRuns: Math.ceil(frames / PER_ROUND), seed, interruptAfterTimeLimit: 150_000 },
  );
  expect(answered).toBeGreaterThan(sent / 2);
  expect((await server.request('ping')).result).toEqual({});
  server.child.stdin.end();
  expect(await server.exitCode()).toBe(0);
  const again = await startSpawned({ file: server.file });
  const { todos } = JSON.parse(readFileSync(server.file, 'utf8')) as { todos: unknown[] };
  expect((await again.call('list_todos')).result).toMatchObject({
    structuredContent: { total: todos.length },
  });
  return sent;
}

/** Sends a round and returns the ids of its replies, sorted. */
async function idsAnswered(server: SpawnedServer, bytes: Buffer, count: number): Promise<string[]> {
  server.lines.length = 0;
  const replies = (): Message[] =>
    server.messages.filter(({ id, method }) => id !== undefined && method === undefined);
  server.write(bytes);
  await server.request('ping');
  await Promise.race([
    server.until(() => (replies().length > count ? true : undefined)),
    new Promise((resolve) => setTimeout(resolve, 120_000).unref()),
  ]);
  // A second reply to any request comes before this one.
  await server.request('ping');
  for (const line of server.lines) expectWellFormed(line);
  return replies()
    .map(({ id }) => JSON.stringify(id))
    .filter((id) => !id.startsWith('"r'))
    .toSorted();
}

function expectWellFormed(line: string): void {
  const message: unknown = JSON.parse(line);
  expect([line, JSONRPCMessageSchema.safeParse(message).success]).toEqual([line, true]);
  const { error, result } = message as Message;
  const words = error?.message ?? (result?.['isError'] === true ? JSON.stringify(result['content']) : '');
  expect(words).not.toMatch(/MCP error -\d+: MCP error|\\?"code\\?": ?\\?"invalid_|unexpected went wrong/);
}

/** The ids that must be answered, found without the server's code. */
function expectedIds(bytes: Buffer): string[] {
  const ids: string[] = [];
  for (
    let rest = bytes, end = rest.indexOf('\n');
    end !== -1;
    rest = rest.subarray(end + 1), end = rest.indexOf('\n')
  ) {
    const line = rest.subarray(0, end);
    const value = isUtf8(line) ? parsed(line.toString().replace(/^\uFEFF/, '')) : undefined;
    if (Array.isArray(value)) ids.push(...new Set(value.flatMap(idOf)));
    else ids.push(...idOf(value));
  }
  return ids.toSorted();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function idOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { id, method, result, error } = value as Record<string, unknown>;
  const isResponse = method === undefined && (result !== undefined || error !== undefined);
  return !isResponse && (typeof id === 'string' || Number.isSafeInteger(id)) ? [JSON.stringify(id)] : [];
}
