/** The package's version and its oldest Node, from package.json. */
import packageJson from '../package.json' with { type: 'json' };

/** The package's version, for `serverInfo` and `--version`. */
export const VERSION = packageJson.version;

/** The oldest Node that the server supports, such as `20.19`. */
export const OLDEST_NODE = packageJson.engines.node.replace('>=', '');
