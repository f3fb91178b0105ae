import pg from 'pg';
import type { CommandVerdict } from '../../event-log/src/index.js';
import { VERDICTS_CHANNEL } from './batch.queries.js';

const RECONNECT_AFTER_MS = 500;

/** Hears the verdicts that the arbiter tells. One that is missed is nobody's loss: whoever waits also asks. */
export class VerdictListener {
  private client: pg.Client | undefined;
  private stopped = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly heard: (verdict: CommandVerdict) => void,
    private readonly warn: (message: string, error?: unknown) => void,
  ) {}

  /** Resolves when it hears; rejects where the first connection fails. */
  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'timeline-verdicts', keepAlive: true });
    client.on('error', (error) => this.warn('verdicts are not heard for now', error));
    client.on('end', () => this.reconnect());
    client.on('notification', ({ payload }) => {
      for (const verdict of JSON.parse(payload ?? '[]') as CommandVerdict[]) this.heard(verdict);
    });
    this.client = client;
    await client.connect();
    await client.query(`LISTEN ${VERDICTS_CHANNEL}`);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private reconnect(): void {
    if (this.stopped) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.start().catch((error: unknown) => {
        this.warn('verdicts are not heard for now', error);
        this.reconnect();
      });
    }, RECONNECT_AFTER_MS);
  }
}
