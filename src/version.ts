import packageJson from '../package.json' with { type: 'json' };

/** The package's version, as `serverInfo` and `--version` tell it. */
export const VERSION = packageJson.version;

/** The oldest Node that the server is made for, such as `20.19`. */
export const OLDEST_NODE = packageJson.engines.node.replace('>=', '');
