import type { Clock } from '../as-of.js';
import type { CommitPosition } from '../../../event-log/src/index.js';
import type { Queryable } from '../postgres/queryable.js';

/** What became known between two moments about a key: `event` asserted or withdrew what `said` said of it. */
export type Touch = { readonly key: string; readonly op: 'assert' | 'withdraw'; readonly said: string; readonly event: string };

type Model = 'travel_status' | 'observations' | 'incidents' | 'blockade_severity';

export type Window = { readonly clock: Clock; readonly from: string; readonly to: string; readonly position: CommitPosition };

/** Of an incident all that is said of it counts; a notice is not its facets. */
const WITH_PARTS: readonly Model[] = ['incidents', 'blockade_severity'];

const PARTS = (model: Model) => `
      UNION ALL
      SELECT * FROM derived.${model} AS part WHERE part.situation = $1 AND part.key > asked.key || '/' AND part.key < asked.key || '0'`;

/** $1 situation, $2 offset, $3 from, $4 to, $5 keys. In the order of the log. */
const touches = (model: Model, clock: Clock) => `
  WITH touched AS (
    SELECT asked.key, row.event_id, row.asserted_by, row.${clock}_at AS asserted_at, row.log_offset, row.event_index,
      row.withdrawn_by, row.withdrawn_${clock} AS withdrawn_at, row.withdrawn_offset, row.withdrawn_index
    FROM unnest($5::text[]) AS asked (key)
    CROSS JOIN LATERAL (
      SELECT * FROM derived.${model} AS own WHERE own.situation = $1 AND own.key = asked.key${WITH_PARTS.includes(model) ? PARTS(model) : ''}
    ) AS row
    WHERE row.log_offset <= $2
  )
  SELECT key, op, said, event FROM (
    SELECT key, 'assert' AS op, event_id AS said, asserted_by AS event, log_offset, event_index FROM touched
    WHERE asserted_at > $3::timestamptz AND asserted_at <= $4::timestamptz
    UNION ALL
    SELECT key, 'withdraw', event_id, withdrawn_by, withdrawn_offset, withdrawn_index FROM touched
    WHERE withdrawn_offset <= $2 AND withdrawn_at > $3::timestamptz AND withdrawn_at <= $4::timestamptz
  ) AS touch
  ORDER BY log_offset, event_index, op`;

/** What became known of `keys` in the window, oldest first. */
export const touchesOf = async (
  db: Queryable,
  situation: string,
  model: Model,
  keys: readonly string[],
  { clock, from, to, position }: Window,
): Promise<Touch[]> => {
  if (keys.length === 0) return [];
  const { rows } = await db.query<Touch>({
    name: `diff-touches-${model}-${clock}`,
    text: touches(model, clock),
    values: [situation, position.offset, from, to, keys],
  });
  return rows;
};
