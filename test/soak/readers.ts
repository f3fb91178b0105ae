import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient } from '../support/http-client.js';

/** What a reader waits between two questions, in milliseconds. */
const EVERY_MS = 400;

/** Clients that ask all kinds of questions, and note how they were answered. */
export class Readers {
  /** By status; 0 where there was no answer, as of an api that is killed. */
  readonly answers = new Map<number, number>();
  private stopped = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly https: readonly HttpClient[],
    private readonly situations: readonly string[],
  ) {}

  start(count: number): void {
    this.running = Promise.all(Array.from({ length: count }, (_, reader) => this.read(this.https[reader % this.https.length]!, reader)));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async read(http: HttpClient, reader: number): Promise<void> {
    for (let n = reader; !this.stopped; n++) {
      const situation = `/situations/${this.situations[n % this.situations.length]}`;
      const knownAt = new Date(Date.now() - 10_000).toISOString();
      const questions = [
        `${situation}/status`,
        `${situation}/timeline?limit=50`,
        `${situation}/severity`,
        `${situation}/status?knownAt=${knownAt}`,
        `${situation}/observations?limit=20`,
        '/situations',
        `${situation}/guidance-changes?limit=20`,
      ];
      const status = await http.send('GET', questions[n % questions.length]!, undefined, {}, 20_000).then(
        (answer) => answer.status,
        () => 0,
      );
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
      await pause(EVERY_MS);
    }
  }
}
