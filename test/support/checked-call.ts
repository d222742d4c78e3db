import { readFileSync } from 'node:fs';

import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

import { todoView } from '../../src/render/todo-view.ts';
import { startInProcess, type Structured, type ToolAnswer } from './in-process.ts';

type Schema = Readonly<Record<string, unknown>>;
interface Listed {
  readonly schema: Schema;
  readonly validate: ValidateFunction;
}

const LISTS_OF_WORDS = new Set(['warnings', 'notes']);
const COUNTS = new Set(['total', 'applied', 'failed', 'steps_left', 'counts', 'open']);

/** What tests look at in a todos file. */
export interface FileContent {
  todos: Record<string, unknown>[];
  next_id?: number;
  history?: { tool: string; changes: { id: number; before: unknown; after: string | null }[] | null }[];
}

/** A server in this process whose answers are all checked, with a look into its file. */
export async function startChecked(options: Parameters<typeof startInProcess>[0] = {}) {
  const server = await startInProcess(options);
  const call = await checkedCalls(server.client);
  const content = () => JSON.parse(readFileSync(server.file, 'utf8')) as FileContent;
  return { ...server, call, content, todos: () => content().todos };
}

/** Calls tools and checks in every answer what all answers have in common. */
export async function checkedCalls(
  client: Client,
): Promise<(name: string, args?: Record<string, unknown>) => Promise<ToolAnswer>> {
  const ajv = new Ajv2020({ strict: true });
  const { tools } = await client.listTools();
  const listed = new Map<string, Listed>(
    tools.map(({ name, outputSchema = { type: 'object' } }) => [
      name,
      { schema: outputSchema, validate: ajv.compile(outputSchema) },
    ]),
  );
  return async (name, args = {}) => {
    const result = (await client.callTool({ name, arguments: args })) as CallToolResult;
    const schema = listed.get(name);
    if (!schema) throw new Error(`${name} is not listed`);
    expect(result.content).toHaveLength(1);
    const [part] = result.content;
    const text = part?.type === 'text' ? part.text : '';
    if (result.isError) checkFailure(text, result);
    else checkSuccess(text, result.structuredContent ?? {}, schema);
    return { text, structured: result.structuredContent ?? {}, isError: result.isError ?? false };
  };
}

function checkFailure(text: string, result: CallToolResult): void {
  expect(result).not.toHaveProperty('structuredContent');
  expect(text).toMatch(/^MCP error -3260[23]: (?!MCP error)\S/);
  expect(text).not.toMatch(/undefined|\[object|\bat \S+ \(|ZodError|invalid_type|"code":|node_modules/);
}

function checkSuccess(text: string, structured: Structured, { schema, validate }: Listed): void {
  expect({ valid: validate(structured), errors: validate.errors }).toEqual({ valid: true, errors: null });
  expect(unlisted(structured, schema)).toEqual([]);
  expect(text).not.toMatch(/\bundefined\b|\[object/);
  const shown = factsIn(structured);
  for (const fact of shown.words) expect(text).toContain(fact);
  for (const id of shown.ids) expect(text).toMatch(new RegExp(`#${id}\\b`));
  for (const number of shown.numbers.filter((each) => each > 0))
    expect(text).toMatch(new RegExp(`\\b${number}\\b`));
  if (!('todos' in structured || 'counts' in structured)) return;
  const listed = [...text.matchAll(/^#(\d+) /gm)].map(([, id]) => Number(id));
  expect(listed.filter((id) => !shown.ids.has(id))).toEqual([]);
}

/** The paths of keys in `value` that `schema` doesn't list. A todo listed in brief may have all its fields. */
function unlisted(value: unknown, schema: Schema, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => unlisted(entry, schema['items'] as Schema, `${path}/${index}`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  if (Object.keys(properties).join() === 'id,title,completed') {
    return Object.keys(value).flatMap((key) => (key in todoView.shape ? [] : [`${path}/${key}`]));
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return field ? unlisted(inner, field, `${path}/${key}`) : [`${path}/${key}`];
  });
}

interface Facts {
  readonly ids: Set<number>;
  readonly words: string[];
  readonly numbers: number[];
}

/** What the text of an answer must repeat from its structured form. */
function factsIn(value: unknown, key = '', facts: Facts = { ids: new Set(), words: [], numbers: [] }): Facts {
  if (Array.isArray(value)) {
    for (const entry of value) factsIn(entry, key, facts);
  } else if (typeof value === 'object' && value !== null) {
    const { id } = value as { id?: unknown };
    if (typeof id === 'number') facts.ids.add(id);
    for (const [name, inner] of Object.entries(value)) factsIn(inner, key === 'counts' ? key : name, facts);
  } else if (
    typeof value === 'string' &&
    (LISTS_OF_WORDS.has(key) || key === 'due' || key === 'next_cursor')
  ) {
    facts.words.push(value);
  } else if (typeof value === 'number' && COUNTS.has(key)) {
    facts.numbers.push(value);
  }
  return facts;
}
