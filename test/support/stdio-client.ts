import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { onTestFinished } from 'vitest';

import { callTool } from './in-process.ts';

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** Starts a server as desktop apps do, with an unrelated current directory and hardly any environment. */
export async function stdioClient(
  { command, args }: Command,
  env: Readonly<Record<string, string>>,
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({ command, args: [...args], cwd: '/', env, stderr: 'ignore' }),
  );
  return client;
}

/** The environment of a user with that home folder. */
export function userEnv(home: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, USERPROFILE: home };
}

/** Adds a todo, and returns the titles of the whole list. */
export async function titlesAfterAdding(client: Client, title: string): Promise<string[]> {
  await callTool(client, 'add_todo', { title });
  const { structured } = await callTool(client, 'list_todos');
  return (structured['todos'] as { title: string }[]).map((todo) => todo.title);
}
