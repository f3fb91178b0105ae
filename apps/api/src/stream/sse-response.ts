import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A comment after so much silence, so that what stands between keeps the connection, and one that is dead is found out. */
const HEARTBEAT_MS = 15_000;
/** Whoever has taken nothing for so long is no reader. */
const STALLED_MS = 15 * 60_000;

const HEARTBEAT = Buffer.from(': still here\n\n');

/** One server-sent event; `data` is JSON. */
export const sseEvent = (event: string, data: unknown, id?: string): Buffer =>
  Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * An answer of server-sent events; where only its headers are asked for it is at its end at once. Nothing is written into a socket that is full:
 * whoever writes waits with what it would write next.
 */
export class SseResponse {
  /** Resolves when the connection is gone, or the answer is at its end. */
  readonly gone: Promise<void>;
  private readonly leaving = new AbortController();

  constructor(
    private readonly raw: ServerResponse,
    headers: OutgoingHttpHeaders = {},
  ) {
    this.gone = new Promise((resolve) => {
      const left = () => {
        this.leaving.abort();
        resolve();
      };
      raw.once('close', left);
      raw.on('error', left);
      if (raw.destroyed) left();
    });
    if (this.closed) return;
    // How long a reader may take nothing is said here; other answers are cut off earlier.
    raw.setTimeout(0);
    raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
    // Node drops every write of such an answer, so that a client that is gone would never be found out.
    if (raw.req.method === 'HEAD') this.end();
  }

  get closed(): boolean {
    return this.leaving.signal.aborted || this.raw.writableEnded;
  }

  /** Resolves when there is room for more; false where nobody reads any more. */
  async write(bytes: Buffer): Promise<boolean> {
    if (this.closed) return false;
    if (this.raw.write(bytes)) return true;
    await this.drained();
    return !this.closed;
  }

  /** Waits, with a sign of life now and then; false where nobody reads any more. */
  async wait(milliseconds: number): Promise<boolean> {
    for (let left = milliseconds; left > 0; left -= HEARTBEAT_MS) {
      if (this.closed) return false;
      await pause(Math.min(left, HEARTBEAT_MS), undefined, { signal: this.leaving.signal }).catch(() => undefined);
      if (left > HEARTBEAT_MS && !(await this.write(HEARTBEAT))) return false;
    }
    return !this.closed;
  }

  /** Ends the answer, with last words. What waits is let go. */
  end(lastWords = ''): void {
    if (!this.raw.writableEnded && !this.raw.destroyed) {
      this.raw.end(lastWords);
      const late = setTimeout(() => this.cutOff(), STALLED_MS);
      void this.gone.then(() => clearTimeout(late));
    }
    this.leaving.abort();
  }

  cutOff(): void {
    this.raw.destroy();
  }

  /** Resolves when the socket has taken what was written, or nobody reads any more. */
  private drained(): Promise<void> {
    const { signal } = this.leaving;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(late);
        this.raw.off('drain', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const late = setTimeout(() => this.cutOff(), STALLED_MS);
      this.raw.once('drain', done);
      signal.addEventListener('abort', done);
    });
  }
}
