import type { AsOf, Clock } from '../as-of.js';
import { asOfQuery } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { sourcesById } from '../sources/sources.queries.js';
import type { Look } from './diff.answer.js';

type Model = 'travel_status' | 'observations';
type Row = { place: number; at: Date; event_id: string };

/** What was said, and from when and by which event. `key`: the advisory that says it, or the subject. */
export type Statement = { readonly key: string; readonly since: string; readonly eventId: string };

/**
 * $5 keys, $6 since, $7 events: who last spoke of each, by when that became known. An older notice that is recorded late shows nothing: only
 * the statement itself and what is no older count.
 */
const lastSaid = (model: Model, clock: Clock) =>
  asOfQuery(
    `diff-looks-${model}-${clock}`,
    (known) => `
    SELECT asked.place::int - 1 AS place, last.at, last.event_id, $4::timestamptz AS valid_at
    FROM unnest($5::text[], $6::timestamptz[], $7::uuid[]) WITH ORDINALITY AS asked (key, since, event_id, place)
    CROSS JOIN LATERAL (
      SELECT row.${clock}_at AS at, row.event_id FROM derived.${model} AS row
      WHERE row.situation = $1 AND row.key = asked.key AND (row.valid_from >= asked.since OR row.event_id = asked.event_id) AND ${known('row')}
      ORDER BY row.${clock}_at DESC, row.log_offset DESC, row.event_index DESC
      LIMIT 1
    ) AS last`,
  );
const LAST_SAID = {
  travel_status: { recorded: lastSaid('travel_status', 'recorded'), published: lastSaid('travel_status', 'published') },
  observations: { recorded: lastSaid('observations', 'recorded'), published: lastSaid('observations', 'published') },
};

/** By statement: the last notice of its advisory, the last report on its subject, whatever it said. */
export const saidLast = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  model: Model,
  statements: readonly Statement[],
): Promise<ReadonlyMap<Statement, Look>> => {
  if (statements.length === 0) return new Map();
  const columns = [statements.map(({ key }) => key), statements.map(({ since }) => since), statements.map(({ eventId }) => eventId)];
  const { rows } = await db.query<Row>(LAST_SAID[model][asOf.clock](situation, asOf, ...columns));
  const by = model === 'travel_status' ? 'notice' : 'report';
  return new Map(rows.map(({ place, at, event_id }) => [statements[place]!, { at: at.toISOString(), by, eventId: event_id }]));
};

/** By source: the end of its last check. asOf.position is one of the partition of the sources. */
export const checkedLast = async (db: Queryable, asOf: AsOf, sourceIds: readonly string[]): Promise<ReadonlyMap<string, Look>> => {
  const sources = await sourcesById(db, asOf, [...new Set(sourceIds)].sort());
  return new Map(
    sources.flatMap(({ sourceId, lastChecked }): [string, Look][] =>
      lastChecked === null ? [] : [[sourceId, { at: lastChecked.to, by: 'check', eventId: lastChecked.eventId }]],
    ),
  );
};
