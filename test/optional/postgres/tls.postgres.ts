import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, test } from 'vitest';

import { failure } from '../../support/failure.ts';
import { runEntry } from '../../support/run-entry.ts';
import { lastingFolder } from '../../support/temp-folder.ts';
import { storeAt } from './database.ts';
import { NOBODY, PostgresServer } from './server.ts';

const hasOpenssl = canRun('openssl', 'version');
if (!hasOpenssl) console.log('Without openssl, TLS is not tested.');

describe.skipIf(!hasOpenssl || process.env['TEST_DATABASE_URL'] !== undefined)('a server with TLS', () => {
  const folder = lastingFolder();
  const certificate = join(folder, 'certificate.pem');
  let url = '';

  beforeAll(async () => {
    const key = join(folder, 'key.pem');
    const how = '-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=todos -addext subjectAltName=IP:127.0.0.1';
    execFileSync('openssl', ['req', ...how.split(' '), '-keyout', key, '-out', certificate], {
      stdio: 'ignore',
    });
    chmodSync(key, 0o600);
    if (process.getuid?.() === 0) {
      for (const path of [folder, key, certificate]) chownSync(path, NOBODY, NOBODY);
    }
    const settings = [`ssl = on`, `ssl_key_file = '${key}'`, `ssl_cert_file = '${certificate}'`];
    const server = await PostgresServer.start(settings);
    url = server.url();
    return () => server.remove();
  });

  test('is trusted with its certificate as sslrootcert, and doctor reports the encryption', async () => {
    const trusted = `${url}?sslmode=verify-full&sslrootcert=${encodeURIComponent(certificate)}`;
    await expect((await storeAt(trusted)).read()).resolves.toMatchObject({ snapshot: { next_id: 1 } });
    const { stdout } = await runEntry(['doctor'], { home: folder, env: { TODOS_DATABASE_URL: trusted } });
    expect(stdout).toContain('ok      Encrypted TLSv1.3');
  });

  test.for(['require', 'verify-full'])('is refused with sslmode=%s alone, with advice', async (mode) => {
    const { message, hint } = await failure((await storeAt(`${url}?sslmode=${mode}`)).read());
    expect(message).toContain(
      "its TLS certificate is signed by an authority that this computer doesn't know",
    );
    expect(hint).toContain('sslmode=verify-full&sslrootcert=');
  });

  test('is asked for TLS, and for a certificate that can be checked, when its host may be public', async () => {
    const open = withHost(url, '0.0.0.0');
    const { message, hint } = await failure((await storeAt(open)).read());
    expect(message).toContain(
      "its TLS certificate is signed by an authority that this computer doesn't know",
    );
    expect(hint).toContain('sslmode=verify-full&sslrootcert=');
    const plain = await runEntry(['doctor'], {
      home: folder,
      env: { TODOS_DATABASE_URL: `${open}?sslmode=disable` },
    });
    expect(plain.stdout).toMatch(/^problem Encrypted no: [^]*Take sslmode=disable out of the URL/m);
    expect(plain.code).toBe(1);
    const unchecked = await runEntry(['doctor'], {
      home: folder,
      env: { TODOS_DATABASE_URL: `${open}?sslmode=no-verify` },
    });
    expect(unchecked.stdout).toMatch(/^note +Encrypted TLSv1.3, but sslmode=no-verify/m);
  });

  test.for<[string, string, Record<string, string>]>([
    ['PGSSLROOTCERT', '', { PGSSLROOTCERT: certificate }],
    ['a path that begins with ~', '?sslrootcert=~/certificate.pem', { HOME: folder, USERPROFILE: folder }],
    ['channel_binding=require', '?channel_binding=require', { PGSSLROOTCERT: certificate }],
  ])('is trusted with %s', async ([, search, env]) => {
    const found = await runEntry(['doctor'], {
      home: folder,
      env: { TODOS_DATABASE_URL: `${url}${search}`, ...env },
    });
    expect(found.stdout).toContain('ok      Encrypted TLSv1.3');
  });

  test.for([
    ['sslmode=verify-full&sslrootcert=certificate.pem', 'begins with neither / nor ~/'],
    ['sslmode=verify-full&sslrootcert=system', "an authority that this computer doesn't know"],
    ['sslmode=disable&channel_binding=require', "its log-in doesn't prove that it is the server"],
  ])('is refused with %s', async ([search, reason]) => {
    const { message } = await failure((await storeAt(`${url}?${search}`)).read());
    expect(message).toContain(reason);
  });

  test('is refused when the certificate is for another host', async () => {
    const other = url.replace('127.0.0.1', 'localhost');
    const trusted = `${other}?sslmode=verify-full&sslrootcert=${encodeURIComponent(certificate)}`;
    const { message } = await failure((await storeAt(trusted)).read());
    expect(message).toContain('its TLS certificate is for another host');
  });
});

function withHost(url: string, hostname: string): string {
  return Object.assign(new URL(url), { hostname }).href;
}

function canRun(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
