import type { AsOf } from '../as-of.js';
import { asOfQuery, inOrder } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { isLast } from './known-report.js';
import { speakersOf } from './merges.js';

/** A merge counts where both are known and have begun: else one would be gone that no other speaks for. */
const links = asOfQuery(
  'merges',
  (known) => `
  SELECT merge.incident, merge.into
  FROM (
    SELECT DISTINCT ON (row.key) left(row.key, -6) AS incident, row.value ->> 'into' AS into
    FROM derived.incidents AS row
    WHERE row.situation = $1 AND row.key LIKE '%/merge' AND ${known('row')}
    ORDER BY row.key, ${inOrder('row', 'DESC')}
  ) AS merge
  WHERE merge.into IS NOT NULL AND 2 = (
    SELECT count(*) FROM derived.incidents AS report
    WHERE report.situation = $1 AND report.key IN (merge.incident, merge.into) AND ${known('report')} AND ${isLast(known, 'report')}
      AND report.valid_from <= $4::timestamptz
  )`,
);

/** By merged incident the one that speaks for it. */
export const mergesOf = async (db: Queryable, situation: string, asOf: AsOf): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await db.query<{ incident: string; into: string }>(links(situation, asOf));
  return speakersOf(new Map(rows.map(({ incident, into }) => [incident, into])));
};
