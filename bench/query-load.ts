import { Agent, get } from 'node:http';
import { momentAt, situationAt } from './rebuild-data.js';

/** Questions under way at once while the most is sought that can be answered. */
const AT_ONCE = 8;

/** Questions on the travel status at moments of all the time recorded, over HTTP. */
export class QueryLoad {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private asked = 0;

  constructor(
    private readonly url: string,
    private readonly events: number,
  ) {}

  /** How many a second are answered when there are always some under way. */
  async capacity(milliseconds: number): Promise<number> {
    const start = performance.now();
    let answered = 0;
    const asking = async () => {
      while (performance.now() - start < milliseconds) {
        await this.once();
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, asking));
    return (answered * 1000) / (performance.now() - start);
  }

  /** Asks at a fixed rate until `done`. The times, in milliseconds, are from when each was due: who waits for a slow one counts too. */
  async atRate(rate: number, done: () => boolean): Promise<number[]> {
    const times: number[] = [];
    const open: Promise<void>[] = [];
    const start = performance.now();
    for (let due = start; !done(); due += 1000 / rate) {
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      open.push(this.once().then(() => void times.push(performance.now() - due)));
    }
    await Promise.all(open);
    return times;
  }

  close(): void {
    this.agent.destroy();
  }

  private once(): Promise<void> {
    const n = this.asked++;
    const at = encodeURIComponent(momentAt((n * 7_919) % this.events));
    const path = `/situations/${situationAt(n)}/status?clock=published&validAt=${at}&knownAt=${at}&authority=US-STATE`;
    return new Promise((resolve, reject) => {
      get(`${this.url}${path}`, { agent: this.agent }, (response) => {
        response.resume();
        response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode} of ${path}`))));
      }).once('error', reject);
    });
  }
}
