import { expect, test } from 'vitest';

import { CLIENT_NAMES } from '../../src/cli/print-config.ts';
import { urlConfig } from '../../src/cli/url-config.ts';
import { runEntry } from '../support/run-entry.ts';
import { tempFolder } from '../support/temp-folder.ts';

const URL = 'https://todos.example.org/mcp';
const LINUX = { platform: 'linux', home: '/home/ada', env: {} } as const;
const named = (server: object) => ({ 'todo-manager': server });
const headers = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

test.for<[client: string, form: object | string]>([
  ['claude-code', { mcpServers: named({ type: 'http', url: URL, ...headers('${TODOS_HTTP_TOKEN}') }) }],
  ['cursor', { mcpServers: named({ url: URL, ...headers('TOKEN') }) }],
  ['windsurf', { mcpServers: named({ serverUrl: URL, ...headers('TOKEN') }) }],
  ['codex', `[mcp_servers.todo-manager]\nurl = "${URL}"\nbearer_token_env_var = "TODOS_HTTP_TOKEN"\n`],
  ['gemini', { mcpServers: named({ httpUrl: URL, ...headers('$TODOS_HTTP_TOKEN') }) }],
  ['zed', { context_servers: named({ url: URL, ...headers('TOKEN') }) }],
  [
    'cline',
    { mcpServers: named({ type: 'streamableHttp', disabled: false, url: URL, ...headers('TOKEN') }) },
  ],
  ['some-other-client', { mcpServers: named({ url: URL, ...headers('TOKEN') }) }],
  [
    'claude-desktop',
    {
      mcpServers: named({
        command: 'npx',
        args: ['-y', 'mcp-remote', URL, '--header', 'Authorization:${AUTHORIZATION}'],
        env: { AUTHORIZATION: 'Bearer TOKEN' },
      }),
    },
  ],
])('%s gets the form in which it takes a URL', ([client, form]) => {
  const { text } = urlConfig(client, URL, LINUX);
  expect(typeof form === 'string' ? text : JSON.parse(text)).toEqual(form);
});

test.for(CLIENT_NAMES)('%s is told the URL, where it goes, and how the token gets there', (client) => {
  const { text, advice } = urlConfig(client, URL, LINUX);
  expect(text).toContain(URL);
  expect(text + advice).toMatch(/TODOS_HTTP_TOKEN|in place of TOKEN|asks for the token/);
  expect(advice).not.toMatch(/undefined|Without https/);
});

test('a network in between that can read is told of, unless there is none', () => {
  const advised = (url: string) => urlConfig('cursor', url, LINUX).advice.includes('Without https');
  expect([advised('http://nas.local:8080/mcp'), advised('http://127.0.0.1:8080/mcp')]).toEqual([true, false]);
  expect(urlConfig('amp', 'http://nas.local:8080/mcp', LINUX).text).toContain('--allow-http');
});

test('the command names that server as its list, and refuses what is no address', async () => {
  const home = tempFolder();
  const env = { TODOS_HTTP_TOKEN: 'a-token-that-nobody-should-see-printed' };
  const { code, stdout, stderr } = await runEntry(['print-config', 'cursor', '--url', URL], { home, env });
  expect([code, stderr]).toEqual([0, expect.stringContaining(`\nList: ${URL}\n`)]);
  expect(stdout + stderr).not.toContain('nobody-should-see');
  expect(() => urlConfig('cursor', 'https://ada:secret@example.org/mcp', LINUX)).toThrow('--url needs');
  for (const url of ['todos.example.org', 'file:///todos.json']) {
    const refused = await runEntry(['print-config', 'cursor', '--url', url], { home });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--url needs the address')]);
  }
});
