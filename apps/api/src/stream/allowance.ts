import { Problem } from '../http/problems.js';

/** How many streams may be open at once: of one address, and in all. */
export type StreamLimits = { readonly ofClient: number; readonly inAll: number };

/** Of each kind. */
export type Allowances = { readonly replay: Allowance; readonly live: Allowance };

/** Of replays. What a stream that waits costs is its socket: about 50 kB. */
export const REPLAYS: StreamLimits = { ofClient: 256, inAll: 1_024 };

/** Counts the streams that are open, and admits no more than are allowed. */
export class Allowance {
  private readonly admitted = new Map<string, number>();
  private total = 0;

  constructor(readonly limits: StreamLimits) {}

  get count(): number {
    return this.total;
  }

  /** Answers how to leave again. Throws Problem where there are too many. */
  enter(client: string): () => void {
    const of = this.admitted.get(client) ?? 0;
    if (of >= this.limits.ofClient) throw new Problem('too-many-streams-of-client', `${of} are open from this address; close one first`);
    if (this.total >= this.limits.inAll) throw new Problem('too-many-streams', `${this.total} are open; try again later`);
    this.admitted.set(client, of + 1);
    this.total += 1;
    return () => this.leave(client);
  }

  private leave(client: string): void {
    const of = (this.admitted.get(client) ?? 1) - 1;
    if (of === 0) this.admitted.delete(client);
    else this.admitted.set(client, of);
    this.total -= 1;
  }
}
