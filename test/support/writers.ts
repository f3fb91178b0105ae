import { setTimeout as pause } from 'node:timers/promises';
import { NOTICE, OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import { eventually } from './eventually.js';
import { isForNow, type Ledger } from './ledger.js';

/** What a client waits before it asks again of a service that cannot now, in milliseconds. */
const BACK_OFF_MS = 100;
/** Subjects of a situation: streams as short as real ones. */
const ROADS = 50;

/** Names of situations, enough that every one of 8 partitions has some. */
export const situationsOf = (name: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${name}-${n}`);

/**
 * Clients that write as fast as they are answered, each request with a key. Most report on roads; some fight for one advisory, and some are to
 * be refused, since they rest on a version that never was.
 */
export class Writers {
  private stopped = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ledger: Ledger,
    private readonly situations: readonly string[],
    /** From one request of a writer to its next, at least, in milliseconds; what an outage cost is caught up with. */
    private readonly everyMs = 0,
  ) {}

  /** Opens the situations, where they are not, and starts `count` writers. */
  async start(count: number): Promise<void> {
    this.stopped = false;
    const known = new Set(this.ledger.told('recorded').map(({ situation }) => situation));
    for (const situation of this.situations) if (!known.has(situation)) await this.ledger.send(situation, '', SITUATION);
    this.running = Promise.all(Array.from({ length: count }, (_, writer) => this.write(writer)));
  }

  /** Resolves when each has its last answer. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Resolves when `count` more requests were recorded. */
  async recorded(count: number): Promise<void> {
    const before = this.ledger.told('recorded').length;
    await eventually(
      () => {
        const now = this.ledger.told('recorded').length;
        if (now < before + count) throw new Error(`${now - before} of ${count} were recorded. ${this.state()}`);
      },
      { within: 30_000 },
    );
  }

  private state(): string {
    const [refused, unknown] = [this.ledger.told('refused'), this.ledger.told('unknown')];
    return `${refused.length} were refused, ${unknown.length} are unknown`;
  }

  private async write(writer: number): Promise<void> {
    const begun = Date.now();
    for (let n = 0; !this.stopped; n++) {
      const early = begun + n * this.everyMs - Date.now();
      if (early > 0) await pause(early);
      const situation = this.situations[(writer + n) % this.situations.length]!;
      const entry = await this.one(situation, writer, n);
      while (!this.stopped && (entry.told.is === 'unknown' || (entry.told.is === 'refused' && isForNow(entry.told)))) {
        await pause(BACK_OFF_MS);
        // What is unknown is left so: it is settled in the end.
        if (entry.told.is === 'unknown') break;
        await this.ledger.again(entry);
      }
    }
  }

  private one(situation: string, writer: number, n: number) {
    const id = `w${writer}-${n}-${this.ledger.entries.length}`;
    if (n % 10 === 4) return this.ledger.send(situation, '/notices', { ...NOTICE, noticeId: id, authority: 'GB-FCDO' });
    if (n % 10 === 9) return this.ledger.send(situation, '/notices', { ...NOTICE, noticeId: id }, { 'if-match': '"999999"' });
    return this.ledger.send(situation, '/observations', { ...OBSERVATION, observationId: id, subject: `road-${(writer * 7 + n) % ROADS}` });
  }
}
