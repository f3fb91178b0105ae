import type { AsOf } from '../as-of.js';
import { RecentlyUsed } from '../recently-used.js';
import type { TravelStatus } from './travel-status.answer.js';

/** What the answers that are held may come to as JSON, in characters: of a status some thousands. */
const MOST_CHARACTERS = 4_000_000;

/** An answer, the offset and the table of which it is, and the moments at which it is that: from the first on, and before the second; in milliseconds. */
type Held = {
  readonly status: TravelStatus;
  readonly offset: number;
  readonly table: number;
  readonly from: number;
  readonly until: number;
};

/**
 * The last answer on everything, of each subject: until something begins or ends it stays the same from moment to moment, as rows up to a position do
 * not change. `subject`: the situation, and of which authorities. `table` names the table that was shown: a rebuild puts another in its place. One
 * for each database and process.
 */
export class RememberedStatuses {
  private readonly held = new RecentlyUsed<Held>(MOST_CHARACTERS);

  /** Whoever asks must not change what is answered. */
  at(subject: string, table: number, { position: { offset }, validAt }: AsOf): TravelStatus | undefined {
    const found = this.held.get(subject);
    const moment = Date.parse(validAt);
    if (found === undefined || found.table !== table || found.offset !== offset) return undefined;
    return found.from <= moment && moment < found.until ? found.status : undefined;
  }

  /** `until`: when the answer may be another, in milliseconds. */
  remember(
    subject: string,
    table: number,
    { position: { offset }, validAt }: AsOf,
    { status, until }: Pick<Held, 'status' | 'until'>,
  ): void {
    this.held.set(subject, { status, offset, table, from: Date.parse(validAt), until }, JSON.stringify(status).length);
  }
}
