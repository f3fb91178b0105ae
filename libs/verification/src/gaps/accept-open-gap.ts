import type { Pool } from 'pg';
import { acceptGap } from '../../../arbiter/src/index.js';
import type { EventLog } from '../../../event-log/src/index.js';
import { type OpenGap, openGaps } from './open-gaps.js';

export type Acceptance = OpenGap & { readonly actor: string; readonly reason: string };

/** Nothing was recorded: there is no such gap. */
export class GapRefused extends Error {
  override readonly name = 'GapRefused';
}

/**
 * Records that the offsets, which are gone from the log and were never judged, may be passed. They have to be all that is gone there, as it is now:
 * what nobody looked at is accepted by nobody. Answers false where the same was accepted before. Throws GapRefused.
 */
export const acceptOpenGap = async (pool: Pool, log: EventLog, { partition, first, last, actor, reason }: Acceptance): Promise<boolean> => {
  const { rows } = await pool.query<{ partition: number; last: number; log: string | null }>(
    'SELECT partition, last_offset::float8 AS last, log_id AS log FROM derived.cursors ORDER BY partition',
  );
  const cursor = rows.find((row) => row.partition === partition);
  if (cursor === undefined) throw new GapRefused(`there is no partition ${partition}`);
  if (cursor.log === null || first === 0)
    throw new GapRefused(`offset 0 of partition ${partition} is the identity of its log, which cannot be gone without: restore the log`);
  const gaps = await openGaps(
    log,
    rows.map((row) => row.last),
  );
  const found = gaps.find((gap) => gap.partition === partition);
  if (found === undefined)
    throw new GapRefused(`nothing is gone from partition ${partition} behind ${partition}-${cursor.last}, the last that was judged`);
  if (found.first !== first || found.last !== last)
    throw new GapRefused(`what is gone from partition ${partition} is ${found.first} to ${found.last}, not ${first} to ${last}`);
  return acceptGap(pool, { log: cursor.log, partition, first, last, actor, reason });
};
