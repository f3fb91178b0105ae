import type { AsOf } from '../as-of.js';
import { asOfQuery, DAY_BOUND, inOrder, keysOf, LAST_KEY, versionOf } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { type InForce, statusOf } from './status-of.js';
import type { TravelStatus } from './travel-status.answer.js';

/**
 * $5, $6: bounds of the keys. A notice does not start before the one that it follows on the same day: `bound` is the last start of those
 * that come before it. An aggregate on purpose: the planner turns NOT EXISTS into a join that reads every notice there ever was.
 */
const inForce = asOfQuery(
  'travel-status',
  (known) => `
  WITH RECURSIVE ${keysOf('travel_status', '$5', '$6')}
  SELECT keys.key, found.value, found.event_id, found.valid_to, found.since,
    CASE WHEN keys.key NOT LIKE '%/%/%' THEN ${versionOf(`'advisory/' || keys.key`)} END AS version
  FROM keys
  CROSS JOIN LATERAL (
    SELECT row.value, row.event_id, row.valid_to, greatest(row.valid_from, bound.start) AS since
    FROM derived.travel_status AS row
    CROSS JOIN LATERAL (
      SELECT max(earlier.valid_from) AS start
      FROM derived.travel_status AS earlier
      WHERE earlier.situation = $1 AND earlier.key = substring(keys.key FROM '^[^/]+/[^/]+') AND earlier.day = row.day AND earlier.seq < row.seq
        AND ${known('earlier')}
    ) AS bound
    WHERE row.situation = $1 AND row.key = keys.key AND row.day <= ${DAY_BOUND} AND row.valid_from <= $4::timestamptz AND ${known('row')}
      AND (bound.start IS NULL OR bound.start <= $4::timestamptz)
    ORDER BY ${inOrder('row', 'DESC')}
    LIMIT 1
  ) AS found
  WHERE keys.key IS NOT NULL
  ORDER BY keys.key`,
);

/** Each facet as each authority last stated it, and the strictest of them. Authorities that stated no facet are not listed. */
export const travelStatus = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { authority }: { authority?: string } = {},
): Promise<TravelStatus> => {
  const bounds = authority === undefined ? ['', LAST_KEY] : [`${authority}/`, `${authority}0`]; // 0 follows / in ASCII
  const { rows } = await db.query<InForce>(inForce(situation, asOf, ...bounds));
  return statusOf(rows, Date.parse(asOf.validAt));
};
