import { expect, test } from 'vitest';

import { isPrivate } from '../../src/config/private-host.ts';

test.for(
  'localhost 127.0.0.1 [::1] /run/postgresql db nas.local db.railway.internal 10.1.2.3 172.31.0.1 192.168.1.5 100.101.102.103 [fd7a::1] nas.tail1234.ts.net'.split(
    ' ',
  ),
)('%s is in a private network', (host) => {
  expect(isPrivate(host)).toBe(true);
});

test.for(
  'db.example.org 203.0.113.7 172.32.0.1 100.128.0.1 11.0.0.1 [2001:db8::1] 134744072 0x08080808 local.example.org db.localhost.example internal.org'.split(
    ' ',
  ),
)('%s may be public', (host) => {
  expect(isPrivate(host)).toBe(false);
});
