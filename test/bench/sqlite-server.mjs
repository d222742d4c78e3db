/**
 * The smallest durable MCP server that adds todos: SQLite, with a flush for each. Needs Node 22.13 or newer.
 *
 *     node test/bench/sqlite-server.mjs FILE
 */
import { DatabaseSync } from 'node:sqlite';

import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import * as z from 'zod';

const database = new DatabaseSync(process.argv[2] ?? '');
database.exec(`
  PRAGMA busy_timeout = 10000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS todo (id INTEGER PRIMARY KEY, title TEXT NOT NULL, completed INTEGER NOT NULL DEFAULT 0);
`);
const insert = database.prepare('INSERT INTO todo (title) VALUES (?)');
const server = new McpServer({ name: 'sqlite-todos', version: '1.0.0' });
server.registerTool('add_todo', { inputSchema: { title: z.string() } }, ({ title }) => {
  const { lastInsertRowid: id } = insert.run(title);
  return { content: [{ type: 'text', text: `Added #${id} ${title}` }] };
});
await server.connect(new StdioServerTransport());
