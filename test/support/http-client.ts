import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Coordinates } from '../../apps/api/src/queries/as-of.reader.js';
import type { LineResult } from '../../apps/api/src/commands/import-result.js';
import type { ProblemDetails } from '../../apps/api/src/http/problems.js';
import type {
  EventRow,
  GuidanceChange,
  Incident,
  Observation,
  SituationAnswer,
  TimelineEntry,
  TravelStatus,
} from '../../libs/read-models/src/index.js';
import type { Severity, SeverityPoint } from '../../libs/severity/src/index.js';

export type { LineResult, ProblemDetails };
export type Answer<Body> = { status: number; headers: Headers; text: string; body: Body };
export type Recorded = { commandId: string; eventIds: string[]; versions: Record<string, number>; position: string; pending: string[] };
export type AsOfQuery = { validAt?: string; knownAt?: string; clock?: 'recorded' | 'published'; position?: string };
type Query = Record<string, string | number | undefined>;
type Listed<Item> = Coordinates & { items: Item[]; next: string | null };

/** What the questions about a situation are answered with, by the end of their address. */
export type Answers = {
  '': Coordinates & SituationAnswer;
  '/status': Coordinates & TravelStatus;
  '/severity': Coordinates & Severity;
  '/severity/history': Coordinates & { points: SeverityPoint[] };
  '/timeline': Listed<TimelineEntry>;
  '/incidents': Listed<Incident>;
  '/observations': Listed<Observation>;
  '/guidance-changes': Listed<GuidanceChange>;
};
export type EventAnswer = Pick<EventRow, 'eventId' | 'stream' | 'version' | 'type'> & {
  position: string;
  data: unknown;
  alsoAt?: string[];
};

/** How an import went; `brokenOff` where the answer ended before its time. */
export type Imported = { results: LineResult[]; brokenOff: boolean };

/** The product as its callers see it. `base` is asked anew for each request, since a restarted api listens elsewhere. */
export class HttpClient {
  constructor(private readonly base: () => string) {}

  /** The whole address of `path`. */
  url(path: string): string {
    return `${this.base()}${path}`;
  }

  /** Rejects where no answer comes, at the latest after `within` milliseconds. */
  async send<Body = Recorded & ProblemDetails>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
    within?: number,
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url(path), {
      method,
      ...(within === undefined ? {} : { signal: AbortSignal.timeout(within) }),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Body };
  }

  /** Of what is not JSON. */
  async text(path: string): Promise<{ status: number; text: string }> {
    const response = await fetch(this.url(path));
    return { status: response.status, text: await response.text() };
  }

  get<Body>(path: string, query: Query = {}): Promise<Answer<Body>> {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.append(name, String(value));
    return this.send<Body>('GET', asked.size === 0 ? path : `${path}?${asked}`);
  }

  /** The answer to a question about a situation. Throws where there is none. */
  async ask<Path extends keyof Answers>(situation: string, path: Path, query: Query = {}): Promise<Answers[Path]> {
    return JSON.parse(await this.bytes(`/situations/${situation}${path}`, query)) as Answers[Path];
  }

  /** The very bytes of an answer. Throws where there is none. */
  async bytes(path: string, query: Query = {}): Promise<string> {
    const { status, text } = await this.get(path, query);
    if (status !== 200) throw new Error(`${path} ${JSON.stringify(query)}: ${status} ${text}`);
    return text;
  }

  /** Sends lines, at most `ahead` of the results read; waits for `onResult` before it reads the next. */
  async importLines(
    situation: string,
    lines: readonly string[],
    { ahead = lines.length, onResult = async (_result: LineResult): Promise<void> => undefined } = {},
  ): Promise<Imported> {
    const outgoing = request(`${this.base()}/situations/${situation}/import`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      agent: false,
    });
    const results: LineResult[] = [];
    let sent = 0;
    const feed = () => {
      while (sent < lines.length && sent - results.length < ahead) outgoing.write(`${lines[sent++]}\n`);
      if (sent === lines.length && !outgoing.writableEnded) outgoing.end();
    };
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    feed();
    try {
      const [response] = await answered;
      outgoing.on('error', () => undefined); // told by the response as well
      if (response.statusCode !== 200) throw new Error(`the import was answered with ${response.statusCode}`);
      for await (const result of resultsOf(response)) {
        results.push(result);
        await onResult(result);
        feed();
      }
      return { results, brokenOff: false };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
      return { results, brokenOff: true };
    } finally {
      outgoing.destroy();
    }
  }
}

async function* resultsOf(response: IncomingMessage): AsyncGenerator<LineResult> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    for (const part of parts) yield JSON.parse(part) as LineResult;
  }
}
