import pg from 'pg';
import type { ToldVerdict } from '../../event-log/src/index.js';
import { VERDICTS_CHANNEL } from './batch.queries.js';

const RECONNECT_AFTER_MS = 500;
/** A connection that a network swallowed says nothing of it: so often it is asked for a sign of life, and given so long. In milliseconds. */
const ASK_EVERY_MS = 10_000;
const ANSWERED_WITHIN_MS = 5_000;

/** Hears the verdicts that the arbiter tells. One that is missed is nobody's loss: whoever waits also asks. */
export class VerdictListener {
  private client: pg.Client | undefined;
  private stopped = false;
  private retry: NodeJS.Timeout | undefined;
  private asking: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly heard: (verdict: ToldVerdict) => void,
    private readonly warn: (message: string, error?: unknown) => void,
  ) {}

  /** Resolves when it hears; rejects where the first connection fails: then it is at its end. */
  async start(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.asking);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'timeline-verdicts',
      keepAlive: true,
      connectionTimeoutMillis: ANSWERED_WITHIN_MS,
      query_timeout: ANSWERED_WITHIN_MS,
    });
    client.on('error', (error) => this.warn('verdicts are not heard for now', error));
    client.on('end', () => this.reconnect(client));
    client.on('notification', ({ payload }) => {
      for (const verdict of JSON.parse(payload ?? '[]') as ToldVerdict[]) this.heard(verdict);
    });
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${VERDICTS_CHANNEL}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    clearInterval(this.asking);
    this.asking = setInterval(() => {
      client.query('SELECT 1').catch((error: unknown) => {
        this.warn('verdicts are not heard for now', error);
        void client.end().catch(() => undefined);
        this.reconnect(client);
      });
    }, ASK_EVERY_MS).unref();
  }

  private reconnect(ended = this.client): void {
    if (this.stopped || ended !== this.client) return;
    clearInterval(this.asking);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.connect().catch((error: unknown) => {
        this.warn('verdicts are not heard for now', error);
        this.reconnect();
      });
    }, RECONNECT_AFTER_MS);
  }
}
