/**
 * What an optional part (a folder of src/optional) may add to the core: rows for tables of the core. The core works
 * without any, and knows none by name.
 */
import { type Config, type ProcessInfo, readConfig } from './config/config.ts';
import { Given, type GivenOptions } from './config/given.ts';
import { misspeltVariables } from './config/misspelt.ts';
import type { Problem } from './config/todos-file.ts';
import type { Calendar } from './domain/dates/calendar.ts';
import type { OpenStore } from './domain/todo-store.ts';
import type { AppContext } from './mcp/context.ts';
import type { Resource } from './mcp/resources/resource.ts';
import type { Tool } from './mcp/tools/kit/define-tool.ts';
import type { Served } from './shutdown.ts';

/** The variables that the core reads. */
const VARIABLES = ['TODOS_FILE', 'TODOS_READ_ONLY', 'TODOS_TIMEZONE', 'LOG_LEVEL'];

/** An optional part. Everything here is small and loaded with the program; `import()` what does the work. */
export interface Part {
  readonly name: string;
  readonly commands?: readonly Command[];
  /** options that every command takes, and the server itself */
  readonly options?: Options;
  /** the variables of the environment that it reads */
  readonly variables?: readonly string[];
  /** Why a text must not stand on the command line, such as a password; undefined if it may. */
  readonly refuse?: (text: string) => string | undefined;
  /** Reads its settings. Touches nothing. */
  readonly configure?: (given: Given, config: Config) => Additions;
}

/** What a part adds under the settings of this process. */
export interface Additions {
  readonly tools?: readonly Tool[];
  readonly resources?: readonly Resource[];
  /** keeps the list instead of the file */
  readonly store?: OtherStore;
  /** serves in another way than over stdio */
  readonly serve?: Serve;
  /** what doctor checks besides */
  readonly checks?: readonly (() => Promise<readonly Finding[]>)[];
  /** the variables, without secrets, that give another process the same settings */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Where the list is kept if not in a file. */
export interface OtherStore {
  /** for people and models, without secrets, such as `list todos on example.org` */
  readonly name: string;
  /** why it can't be used and what to do about it; if set, it isn't opened */
  readonly problem?: Problem | undefined;
  /**
   * Opens it; nothing is touched before the first call.
   *
   * @param wholeList whether calls move a whole list, and may take longer
   */
  readonly open: (calendar: Calendar, wholeList: boolean) => Promise<OpenStore>;
  /** What doctor checks instead of the file; changes nothing. */
  readonly check: (config: Config) => Promise<readonly Finding[]>;
  /** the options with which another process in this environment uses it, too */
  readonly options: readonly string[];
  /** what print-config says about it, in lines for a person */
  readonly advice: readonly string[];
}

/**
 * Makes the server. It begins to serve with `start`, which may call `stop` once there is nothing more to serve.
 *
 * @throws TodoError when it can't be made as it was asked for, as does `start`
 */
export type Serve = (context: AppContext, setup: Setup) => Promise<Server>;

interface Server extends Served {
  /** Resolves to what the log says about the start. */
  readonly start: (stop: (reason: string) => void) => Promise<Readonly<Record<string, string>>>;
}

/** A command of the command line. */
export interface Command {
  readonly name: string;
  /** what follows the name, such as `FILE`; `FILE...` for one or more */
  readonly operand?: string;
  /** what it does, for the list of commands */
  readonly summary: string;
  /** what else its own help says */
  readonly details?: string;
  readonly options?: Options;
  /** where it ends with the list that it used */
  readonly endsOn?: keyof Output;
  /** the list that it used, for people, if its own options name it */
  readonly listOf?: (given: Arguments, setup: Setup) => Promise<string | undefined>;
  /**
   * Runs it.
   *
   * @returns whether it succeeded
   * @throws UsageError when its operand or options are wrong
   * @throws TodoError when it can't be done
   */
  readonly run: (given: Arguments, setup: Setup, output: Output) => Promise<boolean>;
}

/** Options of the command line, by their names without the dashes. */
export type Options = Readonly<Record<string, Option>>;

interface Option {
  /** its one-letter form */
  readonly short?: string;
  /** the value it takes, in the help's words and in those of an error; absent for a switch */
  readonly value?: { readonly name: string; readonly example: string };
  readonly help: string;
}

/** The options and operands that a command was given. */
export interface Arguments extends GivenOptions {
  /** the first of `operands` */
  readonly operand: string | undefined;
  readonly operands: readonly string[];
}

/** Writers to stdout and stderr. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The result of one check of doctor. */
export interface Finding {
  /** `note`: worth knowing, but nothing is broken */
  readonly verdict: 'ok' | 'note' | 'problem';
  readonly about: string;
  /** what was found and what to do about it */
  readonly text: string;
}

/** What this process was asked for. */
export interface Setup {
  readonly config: Config;
  readonly processInfo: ProcessInfo;
  /** what the parts add */
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly store: OtherStore | undefined;
  readonly serve: Serve | undefined;
  readonly checks: readonly (() => Promise<readonly Finding[]>)[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads all settings. Touches nothing. */
export function setUp(parts: readonly Part[], options: GivenOptions, processInfo: ProcessInfo): Setup {
  const { env, homeProblem } = processInfo;
  const given = new Given(options, env);
  if (homeProblem !== undefined) given.warnings.push(homeProblem);
  const known = [...VARIABLES, ...parts.flatMap(({ variables = [] }) => variables)];
  const filled = Object.keys(env).filter((name) => given.variable(name) !== undefined);
  given.warnings.push(...misspeltVariables(filled, known));
  const config = readConfig(given, processInfo);
  const added = parts.map(({ configure }) => configure?.(given, config) ?? {});
  return {
    config,
    processInfo,
    tools: added.flatMap(({ tools = [] }) => tools),
    resources: added.flatMap(({ resources = [] }) => resources),
    store: added.map(({ store }) => store).find((store) => store !== undefined),
    serve: added.map(({ serve }) => serve).find((serve) => serve !== undefined),
    checks: added.flatMap(({ checks = [] }) => checks),
    variables: Object.assign({}, ...added.map(({ variables = {} }) => variables)),
  };
}
