import { specTypeSchemas } from '@modelcontextprotocol/client';
import { expect } from 'vitest';

import type { Wire } from '../support/raw-client.ts';

const RESULTS = {
  'server/discover': specTypeSchemas.DiscoverResult,
  'subscriptions/listen': specTypeSchemas.SubscriptionsListenResult,
  'tools/list': specTypeSchemas.ListToolsResult,
  'tools/call': specTypeSchemas.CallToolResult,
  'prompts/list': specTypeSchemas.ListPromptsResult,
  'prompts/get': specTypeSchemas.GetPromptResult,
  'resources/list': specTypeSchemas.ListResourcesResult,
  'resources/templates/list': specTypeSchemas.ListResourceTemplatesResult,
  'resources/read': specTypeSchemas.ReadResourceResult,
  'completion/complete': specTypeSchemas.CompleteResult,
} as const;

const NOTIFICATIONS = {
  'notifications/subscriptions/acknowledged': specTypeSchemas.SubscriptionsAcknowledgedNotification,
  'notifications/resources/updated': specTypeSchemas.ResourceUpdatedNotification,
  'notifications/resources/list_changed': specTypeSchemas.ResourceListChangedNotification,
} as const;

const CACHEABLE = /^server\/discover$|\/list$|^resources\/read$/;

/**
 * Checks messages of the server by the official schemas of revision 2026-07-28, and by what these, being those of both
 * sides and of older revisions too, leave open: the members that a server must send ("Result Responses", "Caching",
 * "Error Codes", "Subscriptions").
 *
 * @param requests what the client sent, to know which result answers what
 */
export function expectRevision20260728(messages: readonly Wire[], requests: readonly Wire[]): void {
  const methods = new Map(requests.map(({ id, method }) => [id, method]));
  for (const message of messages) {
    expect(specTypeSchemas.JSONRPCMessage['~standard'].validate(message)).not.toHaveProperty('issues');
    if (message.error) expectError(message.error.code);
    else if (message.result) expectResult(methods.get(message.id) ?? 'a request nobody sent', message.result);
    else expectNotification(message);
  }
}

function expectResult(method: string, result: Readonly<Record<string, unknown>>): void {
  expect(Object.keys(RESULTS)).toContain(method);
  const schema = RESULTS[method as keyof typeof RESULTS];
  expect({ method, ...schema['~standard'].validate(result) }).not.toHaveProperty('issues');
  expect(result).toMatchObject({ resultType: 'complete' });
  // The result that ends a subscription only names it.
  if (method !== 'subscriptions/listen') {
    expect(result).toMatchObject({
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'todo-manager' } },
    });
  }
  if (CACHEABLE.test(method)) {
    expect(result).toMatchObject({ ttlMs: expect.any(Number), cacheScope: 'private' });
    expect(Number.isInteger(result['ttlMs']) && Number(result['ttlMs']) >= 0).toBe(true);
  } else {
    expect(Object.keys(result)).not.toContain('ttlMs');
    expect(Object.keys(result)).not.toContain('cacheScope');
  }
  expect(JSON.stringify(result)).not.toMatch(/"(?:execution|taskSupport|tasks)":/);
}

/** Of the range -32099 to -32000 a server may use only what the revision defines for it. */
function expectError(code: number): void {
  if (code <= -32000 && code >= -32099) expect(code).toBe(-32022);
}

function expectNotification(message: Wire): void {
  expect(Object.keys(NOTIFICATIONS)).toContain(message.method);
  const schema = NOTIFICATIONS[message.method as keyof typeof NOTIFICATIONS];
  expect(schema['~standard'].validate(message)).not.toHaveProperty('issues');
  expect(message.params?.['_meta']).toHaveProperty(['io.modelcontextprotocol/subscriptionId']);
}
