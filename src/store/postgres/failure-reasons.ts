import { errorCode } from '../disk/disk-errors.ts';

/** Why a database can't be used, in plain words, and what to do about it. */
type Reason = readonly [reason: string, advice: string];

const UNKNOWN_ISSUER: Reason = [
  "its TLS certificate is signed by an authority that this computer doesn't know",
  "Save the root certificate that the database's settings offer, and add sslmode=verify-full&sslrootcert=/path/to/it to the URL.",
];
const UNREACHABLE: Reason = ['it did not answer in time', 'Check the network, and whether the server runs.'];

/** What a user needs to change the list: the right to make its tables, or to use those that another user made. */
export const GRANTS =
  'Let the owner of the database run GRANT USAGE, CREATE ON SCHEMA public TO that user; if another user made the tables, also GRANT SELECT, INSERT, UPDATE, DELETE ON todo_list, todo_item, todo_step TO that user.';

/** By SQLSTATE, or by the code of an error of Node or OpenSSL. */
const BY_CODE: Readonly<Record<string, Reason>> = {
  '28P01': [
    'it refused the user name or the password',
    'Check both where they are set: TODOS_DATABASE_URL, PGPASSWORD or ~/.pgpass.',
  ],
  '28000': [
    'it refused this user, or this way to connect',
    'Check the user name. If the server wants TLS, add ?sslmode=require to the URL.',
  ],
  '3D000': ['there is no database of that name', 'Create it, or correct the name at the end of the URL.'],
  '3F000': ['the user may use none of the schemas in which the list is looked for', GRANTS],
  '42501': ['the user has no permission for that', GRANTS],
  '25006': [
    'it can only be read: it is a replica, or set so',
    'Use the URL of the primary server, or --read-only.',
  ],
  '53100': ["the server's disk is full", 'Free some room there.'],
  '53200': ['the server has no memory left', 'Try again later.'],
  '53300': ['the server has no free connection', 'Close other programs that use it, or use its pooler.'],
  '57014': [
    'the server canceled the statement because it took too long',
    'Try again. If this goes on, look for what keeps the server busy, or raise its statement_timeout.',
  ],
  '57P03': ['the server is starting or stopping', 'Try again in a moment.'],
  '22P05': ["it can't keep every character", 'Use a database with the encoding UTF8.'],
  ENOTFOUND: ['there is no host of that name', 'Check the host in the URL, and the network.'],
  EAI_AGAIN: ["the name of its host can't be looked up", 'Check the network.'],
  ECONNREFUSED: ['nothing answers at that host and port', 'Check both, and whether the server runs.'],
  EHOSTUNREACH: ["its host can't be reached", 'Check the network.'],
  ENETUNREACH: [
    "its network can't be reached",
    'Check the network. Where the host has only an IPv6 address (Supabase), use the URL of the pooler.',
  ],
  ETIMEDOUT: UNREACHABLE,
  ECONNRESET: ['the connection was lost', 'Check the network, and whether the server runs.'],
  ENOENT: [
    "a file that the URL names doesn't exist",
    'Correct sslrootcert, sslcert or sslkey in the URL; for a socket, the folder.',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its TLS certificate is for another host',
    'Use the host name that the certificate has.',
  ],
  CERT_HAS_EXPIRED: ['its TLS certificate has expired', 'Renew it on the server.'],
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
};

/** By the words of the driver, which has no codes. */
const BY_MESSAGE: readonly (readonly [RegExp, Reason])[] = [
  [
    /does not support SSL/,
    ['the server offers no TLS', 'Take sslmode out of the URL if the network is safe.'],
  ],
  [
    /password must be a (?:non-empty )?string/,
    ['it wants a password, and none is set', 'Set PGPASSWORD, or write it into ~/.pgpass.'],
  ],
  [/timeout/i, UNREACHABLE],
  [
    /terminated|not queryable/,
    ['the connection was lost', 'Check the network, and whether the server runs.'],
  ],
];

/** Why `error` happened and what to do. An unknown error is quoted. */
export function failureReason(error: unknown): Reason {
  const message = error instanceof Error ? error.message : String(error);
  const code = errorCode(error) ?? '';
  const known = BY_CODE[code] ?? BY_MESSAGE.find(([words]) => words.test(message))?.[1];
  return known ?? [`it says "${message || code}"`, 'Try again; doctor says more.'];
}
