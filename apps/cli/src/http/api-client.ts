import { Readable } from 'node:stream';
import { ApiProblem, ApiUnreachable, ConnectionLost, NotTheApi, type ProblemDetails, UsageError } from './api.errors.js';
import { linesOf } from './ndjson.js';
import { eventsOf, type SseEvent } from './sse.js';

export type Query = Readonly<Record<string, string | undefined>>;

export type ApiClient = {
  /** Where it asks. */
  readonly url: string;
  /** The JSON that a GET answers. Throws {@link ApiProblem}, {@link ApiUnreachable}, {@link ConnectionLost}, {@link NotTheApi}. */
  readonly get: <Answer>(path: string, query?: Query) => Promise<Answer>;
  /** A table (CSV) that a GET answers, and the cursor of the page after it where there is one. Throws as `get` does. */
  readonly getTable: (path: string, query?: Query) => Promise<{ text: string; next: string | undefined }>;
  /** The JSON that a POST of `body` answers. Throws as `get` does. */
  readonly post: <Answer>(path: string, body: unknown, query?: Query, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  /** The server-sent events of a GET as they come; `after` is the id of the last one seen. Throws as `get` does. */
  readonly events: (path: string, query?: Query, after?: string) => AsyncGenerator<SseEvent>;
  /** Sends NDJSON as it is read and yields the lines answered as they come. Throws as `get` does. */
  readonly postLines: (path: string, body: Readable) => AsyncGenerator<string>;
};

/** Longer than any question takes; an import has no limit of its own. */
const QUESTION_MS = 60_000;

const JSON_ANSWER = { accept: 'application/json' };

/** Why nothing could be sent. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'no answer to the connection',
  UND_ERR_CONNECT_TIMEOUT: 'no answer to the connection',
};

/** Codes of a connection that stood and broke. */
const BROKEN: readonly string[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

/** Told by shape, not by class: what fetch throws may come from another realm. */
type Thrown = { name?: string; code?: string; message?: string; cause?: unknown; errors?: readonly unknown[] };

const codesOf = (error: unknown): string[] => {
  if (typeof error !== 'object' || error === null) return [];
  const { code, cause, errors = [] } = error as Thrown;
  return [...(code === undefined ? [] : [code]), ...[cause, ...errors].flatMap(codesOf)];
};

const lost = (url: string, cause: unknown): Error => new ConnectionLost(`the connection to ${url} ended before the answer did`, { cause });

/** Why there is no answer, in our words. */
const faultOf = (url: string, error: unknown): Error => {
  const { name, message, cause } = error as Thrown;
  if (name === 'TimeoutError') return new ApiUnreachable(url, `no answer within ${QUESTION_MS / 1000} s`);
  const codes = codesOf(error);
  if (codes.some((code) => BROKEN.includes(code))) return lost(url, error);
  const known = codes.find((code) => code in REASONS);
  return new ApiUnreachable(
    url,
    known === undefined ? ((cause as Thrown | undefined)?.message ?? message ?? 'unknown reason') : REASONS[known]!,
  );
};

const isProblem = (value: unknown): value is ProblemDetails =>
  typeof value === 'object' && value !== null && 'title' in value && 'status' in value;

const refusalOf = async (url: string, response: Response): Promise<Error> => {
  const value: unknown = await response.json().catch(() => undefined);
  if (isProblem(value)) return new ApiProblem(value);
  return new NotTheApi(`${url} answered ${response.status} and not as the api of this project does: is the address right?`);
};

/** Throws {@link UsageError} where `text` is no http address. */
const baseOf = (text: string): string => {
  if (!URL.canParse(text)) throw new UsageError(`“${text}” is no address such as http://127.0.0.1:3000`);
  const { protocol, username, password } = new URL(text);
  if (!/^https?:$/.test(protocol)) throw new UsageError(`“${text}” is neither an http nor an https address`);
  if (username !== '' || password !== '') throw new UsageError('the address of the api is given without user and password');
  return text.replace(/\/+$/, '');
};

/** The cursor of the address that the header Link names as the next. */
const nextOf = (link: string | null): string | undefined => {
  const query = /<\?([^>]*)>; rel="next"/.exec(link ?? '')?.[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get('cursor') ?? undefined);
};

/** Throws {@link UsageError} where `address` is none. */
export const apiClient = (address: string): ApiClient => {
  const url = baseOf(address);
  const addressOf = (path: string, query: Query = {}): string => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${url}${path}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`;
  };
  const request = async (path: string, query: Query, init: RequestInit): Promise<Response> => {
    const response = await fetch(addressOf(path, query), init).catch((error: unknown) => {
      throw faultOf(url, error);
    });
    if (!response.ok) throw await refusalOf(url, response);
    return response;
  };

  const whole = async (path: string, query: Query, init: RequestInit): Promise<{ text: string; headers: Headers }> => {
    const response = await request(path, query, { ...init, signal: AbortSignal.timeout(QUESTION_MS) });
    const text = await response.text().catch((error: unknown) => {
      throw (error as Thrown).name === 'TimeoutError' ? faultOf(url, error) : lost(url, error);
    });
    return { text, headers: response.headers };
  };
  const json = async <Answer>(path: string, query: Query, init: RequestInit): Promise<Answer> => {
    const { text } = await whole(path, query, init);
    try {
      return JSON.parse(text) as Answer;
    } catch {
      throw new NotTheApi(`${url} answered with what is no JSON: is the address right?`);
    }
  };

  return {
    url,
    get: <Answer>(path: string, query: Query = {}) => json<Answer>(path, query, { headers: JSON_ANSWER }),
    post: <Answer>(path: string, body: unknown, query: Query = {}, headers: Readonly<Record<string, string>> = {}) =>
      json<Answer>(path, query, {
        method: 'POST',
        headers: { ...JSON_ANSWER, ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    getTable: async (path, query = {}) => {
      const { text, headers } = await whole(path, query, { headers: { accept: 'text/csv' } });
      if (!headers.get('content-type')?.startsWith('text/csv')) {
        throw new NotTheApi(`${url} answered with what is no table: is the address right?`);
      }
      return { text, next: nextOf(headers.get('link')) };
    },
    events: async function* (path, query = {}, after) {
      const headers = { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) };
      const response = await request(path, query, { headers });
      if (response.body === null || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        throw new NotTheApi(`${url} answered with what is no stream of events: is the address right?`);
      }
      try {
        yield* eventsOf(linesOf(response.body));
      } catch (error) {
        throw lost(url, error);
      }
    },
    postLines: async function* (path, body) {
      const headers = { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' };
      const response = await request(path, {}, { method: 'POST', headers, body: Readable.toWeb(body) as ReadableStream, duplex: 'half' });
      if (response.body === null) return;
      try {
        yield* linesOf(response.body);
      } catch (error) {
        throw lost(url, error);
      }
    },
  };
};

/** A path whose parts are what people typed. */
export const pathOf = (situation: string, ...rest: readonly string[]): string =>
  ['', 'situations', situation, ...rest].map(encodeURIComponent).join('/');
