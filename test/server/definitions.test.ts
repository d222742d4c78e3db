import { expect, test } from 'vitest';

import { startInProcess } from '../support/in-process.ts';

/** What some client refuses in a listed schema; see "Listed schemas" in the design and the reports behind it. */
const REFUSED_KEYWORDS = new Set([
  '$schema',
  '$ref',
  '$defs',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  'if',
  'const',
  'pattern',
  'format',
  'multipleOf',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'propertyNames',
  'patternProperties',
]);

test('the listings match their reviewed snapshots', async () => {
  const { client } = await startInProcess();
  const onTheWire = (listing: unknown) => JSON.stringify(listing, null, 2);
  await expect(onTheWire(await client.listTools())).toMatchFileSnapshot('listings/tools.json');
  await expect(onTheWire(await client.listResources())).toMatchFileSnapshot('listings/resources.json');
  await expect(onTheWire(await client.listResourceTemplates())).toMatchFileSnapshot(
    'listings/templates.json',
  );
  await expect(onTheWire(await client.listPrompts())).toMatchFileSnapshot('listings/prompts.json');
  await expect(`${client.getInstructions()}\n`).toMatchFileSnapshot('listings/instructions.txt');
});

test('so do those of a read-only server', async () => {
  const { client } = await startInProcess({ readOnly: true });
  const { tools } = await client.listTools();
  const listing = JSON.stringify({ tools, instructions: client.getInstructions() }, null, 2);
  await expect(listing).toMatchFileSnapshot('listings/read-only.json');
});

test('every tool has a title, an output schema, four hints, and a name and description that every client accepts', async () => {
  const { client } = await startInProcess();
  const { tools } = await client.listTools();
  for (const { name, title, description, outputSchema, annotations } of tools) {
    expect(name).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
    expect(title).toBeTruthy();
    expect(description?.length).toBeLessThan(1024);
    expect(outputSchema?.type).toBe('object');
    expect(Object.keys(annotations ?? {}).toSorted()).toEqual([
      'destructiveHint',
      'idempotentHint',
      'openWorldHint',
      'readOnlyHint',
    ]);
  }
  expect(JSON.stringify({ tools }).length).toBeLessThan(32 * 1024);
  expect(client.getInstructions()?.length).toBeLessThan(2000);
});

test('no listed schema has a keyword that some client refuses', async () => {
  const { client } = await startInProcess();
  const listing = JSON.parse(JSON.stringify(await client.listTools())) as {
    tools: { name: string; inputSchema: unknown; outputSchema: unknown }[];
  };
  for (const { name, inputSchema, outputSchema } of listing.tools) {
    expect({ name, refused: [...refusedIn(inputSchema), ...refusedIn(outputSchema)] }).toEqual({
      name,
      refused: [],
    });
  }
});

test('the check for refused keywords finds them', () => {
  const bad = {
    type: 'object',
    properties: { a: { type: ['string', 'null'] }, b: { items: { pattern: 'x' } }, c: true },
  };
  expect(refusedIn(bad)).toEqual(['/properties/a/type', '/properties/b/items/pattern', '/properties/c']);
  expect(refusedIn({ properties: {} })).toEqual(['/type']);
});

test('a read-only server offers only the tools that read, and knows no others', async () => {
  const { client } = await startInProcess({ readOnly: true });
  const { tools } = await client.listTools();
  expect(tools.length).toBeGreaterThan(0);
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
  const { prompts } = await client.listPrompts();
  const built = await Promise.all(prompts.map(({ name }) => client.getPrompt({ name })));
  const told = [client.getInstructions(), ...built.map((prompt) => JSON.stringify(prompt))].join(' ');
  expect(told).toContain('can only be read here');
  expect(told).not.toMatch(/batch_todos|undo/);
  await expect(client.callTool({ name: 'add_todo', arguments: { title: 'x' } })).rejects.toMatchObject({
    code: -32602,
    message: expect.stringContaining('Unknown tool "add_todo"') as string,
  });
});

/** Paths of all that a client may refuse in a schema, which must be an object schema at its root. */
function refusedIn(schema: unknown, path = ''): string[] {
  if (typeof schema === 'boolean') return [path];
  const found: string[] = [];
  const { type, properties, items, ...keywords } = schema as Record<string, unknown>;
  if (path === '' && type !== 'object') found.push('/type');
  if (type !== undefined && typeof type !== 'string') found.push(`${path}/type`);
  for (const [keyword, value] of Object.entries(keywords)) {
    const integerBound = typeof value === 'number' && Math.abs(value) >= Number.MAX_SAFE_INTEGER;
    if (REFUSED_KEYWORDS.has(keyword) || integerBound) found.push(`${path}/${keyword}`);
  }
  for (const [name, field] of Object.entries(properties ?? {})) {
    found.push(...refusedIn(field, `${path}/properties/${name}`));
  }
  if (type === 'array' && items === undefined) found.push(`${path}/items`);
  if (items !== undefined) found.push(...refusedIn(items, `${path}/items`));
  return found;
}
