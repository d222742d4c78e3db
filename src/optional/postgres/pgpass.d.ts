/** Types of the package pgpass. */
declare module 'pgpass' {
  interface Server {
    readonly host: string;
    readonly port: number;
    readonly user?: string | undefined;
    readonly database?: string | undefined;
  }

  /** Looks for the password in `~/.pgpass`, or the file that PGPASSFILE names; undefined when it has none. */
  export default function pgpass(server: Server, done: (password: string | undefined) => void): void;
}
