/** How to start the server, for any client. */
export interface ServerCommand {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** A connection to the server by some client, with what that client can do. */
export interface Session {
  /** the tools' names */
  readonly listTools: () => Promise<string[]>;
  /** Calls a tool as the client's model would, and answers what the model is then shown. */
  readonly call: (name: string, args: Record<string, unknown>) => Promise<string>;
  readonly readResource?: (uri: string) => Promise<string>;
  readonly getPrompt?: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface ClientUnderTest {
  readonly title: string;
  /** the npm packages that matter, the first one naming the client */
  readonly packages: readonly string[];
  /** what stands between a tool's answer and the model */
  readonly shownBy: string;
  readonly connect: (server: ServerCommand) => Promise<Session>;
}

/** An answer without a model in between: its text, marked when it is an error. */
export function shownText(result: object): string {
  const { content, isError } = result as { content: { type: string; text?: string }[]; isError?: boolean };
  const text = content.map((part) => part.text ?? `(${part.type})`).join('\n');
  return isError ? `isError: ${text}` : text;
}
