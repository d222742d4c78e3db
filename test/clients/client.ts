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

/** What the official clients, old and new, have in common. */
interface SdkClient {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(params: { name: string; arguments: Record<string, unknown> }): Promise<object>;
  readResource(params: { uri: string }): Promise<object>;
  getPrompt(params: { name: string }): Promise<object>;
  close(): Promise<void>;
}

/** The session of an official client. `stop` ends what it was connected through. */
export function sessionOf(client: SdkClient, stop?: () => Promise<void>): Session {
  return {
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args) => shownText(await client.callTool({ name, arguments: args })),
    readResource: async (uri) => JSON.stringify(await client.readResource({ uri })),
    getPrompt: async (name) => JSON.stringify(await client.getPrompt({ name })),
    close: async () => {
      await client.close();
      await stop?.();
    },
  };
}

/** The text of an answer, marked when it is an error. */
export function shownText(result: object): string {
  const { content, isError } = result as { content: { type: string; text?: string }[]; isError?: boolean };
  const text = content.map((part) => part.text ?? `(${part.type})`).join('\n');
  return isError ? `isError: ${text}` : text;
}
