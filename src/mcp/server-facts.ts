import type { Implementation, ServerCapabilities } from '@modelcontextprotocol/sdk/types.js';

import { VERSION } from '../version.ts';
import { ICON } from './icon.ts';
import { instructions } from './instructions.ts';

/** What the server says of itself. */
export interface ServerFacts {
  readonly serverInfo: Implementation;
  readonly capabilities: ServerCapabilities;
  readonly instructions: string;
}

export function serverFacts(readOnly: boolean): ServerFacts {
  return {
    serverInfo: { name: 'todo-manager', title: 'Todo Manager', version: VERSION, icons: [ICON] },
    capabilities: {
      resources: { subscribe: true, listChanged: true },
      tools: { listChanged: true },
      completions: {},
      prompts: { listChanged: true },
    },
    instructions: instructions(readOnly),
  };
}
