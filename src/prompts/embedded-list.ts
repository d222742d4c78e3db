import type { PromptMessage } from '@modelcontextprotocol/sdk/types.js';

import { listAsMarkdown } from '../domain/markdown.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { ANSWER_TOKENS } from '../domain/token-budget.ts';

/** The Markdown export as a message of its own: in many clients the model can't read resources by itself. */
export function embeddedList(snapshot: Snapshot): PromptMessage {
  return {
    role: 'user',
    content: {
      type: 'resource',
      resource: {
        uri: 'todos://full-markdown',
        mimeType: 'text/markdown',
        text: listAsMarkdown(snapshot, ANSWER_TOKENS),
      },
    },
  };
}
