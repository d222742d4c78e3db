/** What must not be in any answer: validation dumps, stacks, doubled prefixes, the traces of careless code. */
export const CARELESS =
  /"code\\?":\s*\\?"(?:invalid_|unrecognized_|too_)|ZodError|\n\s+at |MCP error.*MCP error|undefined|\[object|NaN/;
