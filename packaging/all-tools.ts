import { tools } from '../src/mcp/tools/index.ts';
import { parts } from '../src/optional/index.ts';
import { setUp } from '../src/part.ts';

/** The tools of the core, and those of the optional parts by default. */
export const allTools = [
  ...tools,
  ...setUp(parts, { has: () => false, valueOf: () => undefined }, { env: {}, home: '/', entry: '/main.js' })
    .tools,
];
