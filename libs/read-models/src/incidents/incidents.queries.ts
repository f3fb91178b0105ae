import { formatEventPosition } from '../../../event-log/src/index.js';
import type { Claim, IncidentKind } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, pageOf, type PageRequest } from '../page.js';
import { asOfQuery, inOrder, versionOf } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { standingClaim } from './claims.js';
import { figuresOf } from './figures.js';
import type { Incident, IncidentFilter } from './incidents.answer.js';
import type { StoredIncident } from './incidents.projection.js';

type Row = {
  key: string;
  value: StoredIncident;
  event_id: string;
  valid_from: Date;
  recorded_at: Date;
  partition: number;
  log_offset: string;
  event_index: number;
  version: number;
  kind: IncidentKind;
  claims: { value: Claim; event_id: string; recorded_at: string }[];
};

/** An incident with the claims that stand and the kind that it was last given. */
const reported = (known: (row: string) => string, where: string, limit: string) => `
  SELECT page.key, page.value, page.event_id, page.valid_from, page.recorded_at, page.partition, page.log_offset, page.event_index, page.kind,
    ${versionOf(`page.value ->> 'stream'`)} AS version,
    (
      SELECT coalesce(json_agg(json_build_object('value', claim.value, 'event_id', claim.event_id, 'recorded_at', claim.recorded_at)
        ORDER BY claim.published_at, claim.log_offset, claim.event_index, claim.ord), '[]')
      FROM (
        SELECT DISTINCT ON (said.key) said.* FROM derived.incidents AS said
        WHERE said.situation = $1 AND said.key > page.key || '/claim/' AND said.key < page.key || '/claim0' AND ${known('said')}
        ORDER BY said.key, ${inOrder('said', 'DESC')}
      ) AS claim
      WHERE claim.value <> 'null'
    ) AS claims
  FROM (
    SELECT row.*, coalesce(latest.kind, row.value ->> 'kind') AS kind
    FROM derived.incidents AS row
    LEFT JOIN LATERAL (
      SELECT given.value ->> 'kind' AS kind FROM derived.incidents AS given
      WHERE given.situation = $1 AND given.key = row.key || '/kind' AND ${known('given')}
      ORDER BY ${inOrder('given', 'DESC')}
      LIMIT 1
    ) AS latest ON true
    WHERE row.situation = $1 AND row.key NOT LIKE '%/%' AND ${known('row')} AND row.valid_from <= $4::timestamptz AND ${where}
    ORDER BY row.valid_from, row.log_offset, row.event_index
    LIMIT ${limit}
  ) AS page
  ORDER BY page.valid_from, page.log_offset, page.event_index`;

/** $5 limit, $6 kind, $7–$9 the sort key after which to go on. */
const list = asOfQuery('incidents', (known) =>
  reported(
    known,
    `($6::text IS NULL OR coalesce(latest.kind, row.value ->> 'kind') = $6)
      AND (row.valid_from, row.log_offset, row.event_index) > ($7::timestamptz, $8::bigint, $9::int)`,
    '$5',
  ),
);
/** $5 the incident. */
const one = asOfQuery('incident', (known) => reported(known, 'row.key = $5', '1'));

const incidentFrom = (row: Row): Incident => {
  const { value } = row;
  const claims = row.claims.map((claim) =>
    standingClaim(
      claim.value,
      { eventId: claim.event_id, recordedAt: new Date(claim.recorded_at).toISOString(), withReport: claim.event_id === row.event_id },
      value,
    ),
  );
  return {
    incidentId: value.incidentId,
    eventId: row.event_id,
    kind: row.kind,
    reportedKind: value.kind,
    place: value.place,
    actors: value.actors,
    summary: value.summary ?? null,
    occurred: value.occurred,
    validFrom: row.valid_from.toISOString(),
    publishedAt: value.publishedAt ?? null,
    observedAt: value.observedAt ?? null,
    recordedAt: row.recorded_at.toISOString(),
    source: value.source,
    confidence: value.confidence,
    remarks: value.remarks ?? [],
    position: formatEventPosition({ partition: row.partition, offset: Number(row.log_offset), index: row.event_index }),
    version: row.version,
    claims,
    figures: figuresOf(claims),
  };
};

const LIST = 'incidents';
const keyOf = (row: Row) => [row.valid_from.toISOString(), Number(row.log_offset), row.event_index];

/** Incidents that had begun by validAt, oldest first. */
export const incidents = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { kind, limit, after }: IncidentFilter & PageRequest,
): Promise<Page<Incident>> => {
  const from = keyAfter(LIST, after, ['instant', 'offset', 'int']) ?? ['-infinity', -1, -1];
  const { rows } = await db.query<Row>(list(situation, asOf, limit + 1, kind ?? null, ...from));
  return pageOf(rows, limit, incidentFrom, { list: LIST, keyOf, asOf });
};

/** Undefined where it was not known. */
export const incident = async (db: Queryable, situation: string, asOf: AsOf, id: string): Promise<Incident | undefined> => {
  const { rows } = await db.query<Row>(one(situation, asOf, id));
  return rows.map(incidentFrom)[0];
};
