import { type RequestId } from '@modelcontextprotocol/sdk/types.js';

/** A request that was handed to the server and has no answer yet. */
export interface RequestInFlight {
  /** The id the client gave it. */
  readonly id: RequestId;
  readonly method: string;
  /** The URI it is about, for the errors of resources. */
  readonly uri: string | undefined;
}

/**
 * The requests that are still to be answered, under ids of our own.
 *
 * The SDK gets our ids instead of the client's, because it can't tell all of the latter apart: it can't cancel a
 * request with id 0 or "" (it takes the id for absent), mixes up two requests with one id, and refuses integers beyond
 * 2^53 without an answer.
 */
export class RequestsInFlight {
  readonly #requests = new Map<RequestId, RequestInFlight>();
  #lastId = 0;

  get size(): number {
    return this.#requests.size;
  }

  /** Notes a request and returns the id it goes by inside the server. */
  add(request: RequestInFlight): number {
    this.#lastId += 1;
    this.#requests.set(this.#lastId, request);
    return this.#lastId;
  }

  /** Ends the wait for a request, known by our id. */
  remove(ownId: RequestId): RequestInFlight | undefined {
    const request = this.#requests.get(ownId);
    this.#requests.delete(ownId);
    return request;
  }

  get(ownId: RequestId): RequestInFlight | undefined {
    return this.#requests.get(ownId);
  }

  /** Our ids of the requests to which the client gave this id: one, unless it used the id twice at a time. */
  ownIdsOf(id: RequestId): RequestId[] {
    return [...this.#requests].filter(([, request]) => request.id === id).map(([ownId]) => ownId);
  }

  clear(): void {
    this.#requests.clear();
  }
}
