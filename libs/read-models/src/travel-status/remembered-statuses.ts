import type { AsOf } from '../as-of.js';
import { RecentlyUsed } from '../recently-used.js';
import type { TravelStatus } from './travel-status.answer.js';

/** What the answers that are held may come to as JSON, in characters: of a status some thousands. */
const MOST_CHARACTERS = 4_000_000;

/** An answer, and the moments at which it is that: from the first on, and before the second; in milliseconds. */
type Held = { readonly status: TravelStatus; readonly from: number; readonly until: number };

/**
 * The last answers on everything at a position: until something begins or ends they stay the same from moment to moment, as rows up to a position do
 * not change. `table` names the table that was shown: a rebuild puts another in its place. One for each database and process.
 */
export class RememberedStatuses {
  private readonly held = new RecentlyUsed<Held>(MOST_CHARACTERS);

  /** `subject`: the situation, and of which authorities. Whoever asks must not change what is answered. */
  at(subject: string, table: number, asOf: AsOf): TravelStatus | undefined {
    const found = this.held.get(keyOf(subject, table, asOf));
    const validAt = Date.parse(asOf.validAt);
    return found !== undefined && found.from <= validAt && validAt < found.until ? found.status : undefined;
  }

  /** `until`: when the answer may be another, in milliseconds. */
  remember(subject: string, table: number, asOf: AsOf, { status, until }: Pick<Held, 'status' | 'until'>): void {
    const held = { status, from: Date.parse(asOf.validAt), until };
    this.held.set(keyOf(subject, table, asOf), held, JSON.stringify(status).length);
  }
}

const keyOf = (subject: string, table: number, { position }: AsOf): string => `${subject}\n${table}\n${position.offset}`;
