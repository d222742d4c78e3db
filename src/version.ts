import packageJson from '../package.json' with { type: 'json' };

/** The package's version, as `serverInfo` and `--version` tell it. */
export const VERSION = packageJson.version;
