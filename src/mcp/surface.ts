import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';

import { nearestName } from '../domain/nearest-name.ts';
import { listNames, quote } from '../transport/describe-value.ts';
import { Fault } from '../transport/fault.ts';

/** What exists on the server, in the order in which messages list it. */
export interface Surface {
  readonly tools: ReadonlySet<string>;
  readonly prompts: ReadonlySet<string>;
  /** URIs of the fixed resources. Only messages use them: other URIs may match a template. */
  readonly resources: ReadonlySet<string>;
}

/**
 * The refusal of a tool that doesn't exist: -32602 (MCP 2025-11-25, "Tools", "Error Handling"), where the SDK answers
 * with a tool error.
 */
export function unknownTool(name: string, { tools }: Surface): Fault {
  return new Fault(
    ErrorCode.InvalidParams,
    `Unknown tool ${quote(name)}. ${didYouMean(name, tools)}The tools are ${listNames(tools)}.`,
  );
}

/** The refusal of a prompt that doesn't exist: -32602 (MCP 2025-11-25, "Prompts", "Error Handling"). */
export function unknownPrompt(name: string, { prompts }: Surface): Fault {
  return new Fault(
    ErrorCode.InvalidParams,
    `Unknown prompt ${quote(name)}. ${didYouMean(name, prompts)}The prompts are ${listNames(prompts)}.`,
  );
}

/** The refusal of a resource that doesn't exist: -32602 with the URI as data. */
export function unknownResource(uri: string, { resources }: Surface): Fault {
  return new Fault(
    ErrorCode.InvalidParams,
    `Unknown resource ${quote(uri)}. ${didYouMean(uri, resources)}The resources are ${listNames(resources)}, ` +
      'and those that fit a template of resources/templates/list.',
    { uri },
  );
}

function didYouMean(given: string, known: ReadonlySet<string>): string {
  const near = nearestName(given, [...known]);
  return near === undefined ? '' : `Did you mean ${quote(near)}? `;
}
