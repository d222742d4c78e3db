/** How to start the server, for any client. */
export interface ServerCommand {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** A client's connection to the server. */
export interface Session {
  /** the tools' names */
  readonly listTools: () => Promise<string[]>;
  /** Calls a tool as the client's model would. Returns what the model then sees. */
  readonly call: (name: string, args: Record<string, unknown>) => Promise<string>;
  readonly readResource?: (uri: string) => Promise<string>;
  readonly getPrompt?: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface ClientUnderTest {
  readonly title: string;
  /** npm packages; the first one is the client */
  readonly packages: readonly string[];
  /** what is between a tool's answer and the model */
  readonly shownBy: string;
  readonly connect: (server: ServerCommand) => Promise<Session>;
}

/** The text of an answer, marked when it is an error. */
export function shownText(result: object): string {
  const { content, isError } = result as { content: { type: string; text?: string }[]; isError?: boolean };
  const text = content.map((part) => part.text ?? `(${part.type})`).join('\n');
  return isError ? `isError: ${text}` : text;
}
