import type { CommitPosition } from '../../../event-log/src/index.js';
import type { AsOf } from '../as-of.js';
import { asOfQuery } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { situationFrom, type SituationEntry } from './situation-fold.js';
import type { SituationAnswer, SituationSummary } from './situations.answer.js';

const ENTRY = `
  json_build_object('type', entry.value ->> 'type', 'text', entry.value ->> 'text', 'detail', entry.value -> 'detail', 'version', event.version,
    'recordedAt', to_char(event.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
/** The events of a stream are found by the core table's index; the timeline knows which of them can be read. */
const TOLD = `derived.events AS event
  JOIN derived.timeline AS entry ON entry.partition = event.partition AND entry.log_offset = event.log_offset AND entry.event_index = event.event_index`;

const stream = asOfQuery(
  'situation',
  (known) => `
  SELECT coalesce(json_agg(${ENTRY} ORDER BY event.version), '[]') AS entries, $4::timestamptz AS valid_at
  FROM ${TOLD}
  WHERE event.situation = $1 AND event.stream = 'situation' AND ${known('entry')}`,
);

/**
 * The situation with its parameters, from the read model `timeline`. It is a record of ours, not a fact of the world: validAt plays no part,
 * and on the published clock it is as it stands at the position. Undefined where it was not open yet.
 */
export const situation = async (db: Queryable, id: string, asOf: AsOf): Promise<SituationAnswer | undefined> => {
  const ours: AsOf = asOf.clock === 'published' ? { ...asOf, knownAt: null } : asOf;
  const { rows } = await db.query<{ entries: SituationEntry[] }>(stream(id, ours));
  return situationFrom(id, rows[0]?.entries ?? []);
};

/** $1, $2: partitions and the last offset that counts of each; all there is where null. */
const ALL = `
  WITH RECURSIVE situations AS (
    (SELECT situation FROM derived.heads ORDER BY situation LIMIT 1)
    UNION ALL
    SELECT (SELECT head.situation FROM derived.heads AS head WHERE head.situation > situations.situation ORDER BY head.situation LIMIT 1)
    FROM situations WHERE situations.situation IS NOT NULL
  )
  SELECT situations.situation, json_agg(${ENTRY} ORDER BY event.version) AS entries
  FROM situations
  JOIN ${TOLD} ON event.situation = situations.situation AND event.stream = 'situation'
  WHERE $1::int[] IS NULL
    OR EXISTS (SELECT FROM unnest($1::int[], $2::bigint[]) AS last (partition, log_offset)
      WHERE last.partition = event.partition AND event.log_offset <= last.log_offset)
  GROUP BY situations.situation
  ORDER BY situations.situation COLLATE "C"`;

/** Every situation that was opened, by id; as at `positions`, one a partition, where given. */
export const listSituations = async (db: Queryable, positions?: readonly CommitPosition[]): Promise<SituationSummary[]> => {
  const { rows } = await db.query<{ situation: string; entries: SituationEntry[] }>({
    name: 'situations',
    text: ALL,
    values: positions === undefined ? [null, null] : [positions.map(({ partition }) => partition), positions.map(({ offset }) => offset)],
  });
  return rows.flatMap(({ situation, entries }): SituationSummary[] => {
    const answer = situationFrom(situation, entries);
    if (answer === undefined) return [];
    const { title, summary, destinations, status, version } = answer;
    return [{ situation, title, summary, destinations, status, version }];
  });
};
