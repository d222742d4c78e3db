/** The settings as given on the command line and in the environment. */

/** The options of a command line. */
export interface GivenOptions {
  readonly has: (option: string) => boolean;
  /** the value given to an option; the last one if it is repeated */
  readonly valueOf: (option: string) => string | undefined;
}

/** The settings as they were given, and what is wrong with them. */
export class Given {
  readonly #options: GivenOptions;
  readonly #env: Readonly<Record<string, string | undefined>>;
  /** one for each invalid value, to be logged */
  readonly warnings: string[] = [];

  constructor(options: GivenOptions, env: Readonly<Record<string, string | undefined>>) {
    this.#options = options;
    this.#env = env;
  }

  /** Whether a switch such as `--read-only` was given. */
  has(option: string): boolean {
    return this.#options.has(option);
  }

  /** The value of an option of the command line. */
  option(name: string): string | undefined {
    return filled(this.#options.valueOf(name));
  }

  /** The value of a variable of the environment. */
  variable(name: string): string | undefined {
    return filled(this.#env[name]);
  }

  /** The value of a variable that must be one of `choices`, in any case; an unknown value causes a warning. */
  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.variable(name);
    const choice = choices.find((each) => each === value?.toLowerCase());
    if (value !== undefined && !choice)
      this.warnings.push(`${name} "${value}" is not one of ${choices.join(', ')}; using ${fallback}.`);
    return choice ?? fallback;
  }
}

/** Clients pass an unset option as empty text, or leave its `${...}` placeholder in. */
function filled(value: string | undefined): string | undefined {
  const text = value?.trim();
  return !text || /^\$\{[^}]*\}$/.test(text) ? undefined : text;
}
