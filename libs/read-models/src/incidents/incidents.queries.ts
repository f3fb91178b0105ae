import { formatEventPosition } from '../../../event-log/src/index.js';
import type { Claim, IncidentKind } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, pageOf, type PageRequest } from '../page.js';
import { asOfQuery, inOrder, versionOf } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { standingClaim } from './claims.js';
import { figuresOf } from './figures.js';
import type { Incident, IncidentFilter } from './incidents.answer.js';
import { isLast, latestKind } from './known-report.js';
import { mergesOf } from './merges.queries.js';
import type { StoredIncident } from './incidents.projection.js';

type Report = { value: StoredIncident; event_id: string };
type Row = Report & {
  key: string;
  valid_from: Date;
  published_at: Date;
  recorded_at: Date;
  partition: number;
  log_offset: string;
  event_index: number;
  version: number;
  kind: IncidentKind;
  claims: { incident: string; value: Claim; event_id: string; recorded_at: string }[];
  merged: Report[];
};

/** The last word on each claim of the incidents named by `member.id`; what was retracted says nothing. */
const claimsOf = (known: (row: string) => string, members: string) => `
  SELECT coalesce(json_agg(
    json_build_object('incident', claim.incident, 'value', claim.value, 'event_id', claim.event_id, 'recorded_at', claim.recorded_at)
    ORDER BY claim.published_at, claim.log_offset, claim.event_index, claim.ord), '[]')
  FROM (
    SELECT member.id AS incident, last.*
    FROM (${members}) AS member (id)
    CROSS JOIN LATERAL (
      SELECT DISTINCT ON (said.key) said.* FROM derived.incidents AS said
      WHERE said.situation = $1 AND said.key > member.id || '/claim/' AND said.key < member.id || '/claim0' AND ${known('said')}
      ORDER BY said.key, ${inOrder('said', 'DESC')}
    ) AS last
  ) AS claim
  WHERE claim.value <> 'null'`;

/** $5 the incidents merged, $6 by each the one that speaks for it. */
const MERGED = 'unnest($5::text[], $6::text[]) AS merged (id, speaker)';

/** An incident with the claims that stand, its own and those of the incidents that it speaks for, and the kind that it was last given. */
const reported = (known: (row: string) => string, where: string, limit: string) => `
  SELECT page.key, page.value, page.event_id, page.valid_from, page.published_at, page.recorded_at, page.partition, page.log_offset,
    page.event_index, page.kind,
    ${versionOf(`page.value ->> 'stream'`)} AS version,
    (${claimsOf(known, `SELECT page.key UNION ALL SELECT merged.id FROM ${MERGED} WHERE merged.speaker = page.key`)}) AS claims,
    (
      SELECT coalesce(json_agg(json_build_object('value', report.value, 'event_id', report.event_id) ORDER BY report.key), '[]')
      FROM ${MERGED}
      JOIN derived.incidents AS report ON report.situation = $1 AND report.key = merged.id AND ${known('report')} AND ${isLast(known, 'report')}
      WHERE merged.speaker = page.key
    ) AS merged
  FROM (
    SELECT row.*, coalesce(latest.kind, row.value ->> 'kind') AS kind
    FROM derived.incidents AS row
    ${latestKind(known)}
    WHERE row.situation = $1 AND row.key NOT LIKE '%/%' AND ${known('row')} AND row.valid_from <= $4::timestamptz
      AND ${isLast(known, 'row')} AND ${where}
    ORDER BY row.valid_from, row.log_offset, row.event_index
    LIMIT ${limit}
  ) AS page
  ORDER BY page.valid_from, page.log_offset, page.event_index`;

/** $7 limit, $8 kind, $9–$11 the sort key after which to go on. */
const list = asOfQuery('incidents', (known) =>
  reported(
    known,
    `row.key <> ALL ($5::text[]) AND ($8::text IS NULL OR coalesce(latest.kind, row.value ->> 'kind') = $8)
      AND (row.valid_from, row.log_offset, row.event_index) > ($9::timestamptz, $10::bigint, $11::int)`,
    '$7',
  ),
);
/** $7 the incidents. */
const named = asOfQuery('incidents-named', (known) => reported(known, 'row.key = ANY ($7::text[])', 'ALL'));

const incidentFrom = (row: Row, mergedInto: string | null): Incident => {
  const { value } = row;
  const reports = new Map([row, ...row.merged].map((report) => [report.value.incidentId, report]));
  const claims = row.claims.flatMap((claim) => {
    const report = reports.get(claim.incident);
    if (report === undefined) return [];
    const recordedAt = new Date(claim.recorded_at).toISOString();
    const withReport = claim.event_id === report.event_id;
    return [standingClaim(claim.value, { incidentId: claim.incident, eventId: claim.event_id, recordedAt, withReport }, report.value)];
  });
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
    merged: row.merged.map((report) => report.value.incidentId),
    mergedInto,
    claims,
    figures: figuresOf(claims),
  };
};

const LIST = 'incidents';
const keyOf = (row: Row) => [row.valid_from.toISOString(), Number(row.log_offset), row.event_index];

/** A page of {@link incidents}, each told by `itemOf`. */
const listed = async <Item>(
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { kind, limit, after }: IncidentFilter & PageRequest,
  itemOf: (row: Row) => Item,
): Promise<Page<Item>> => {
  const from = keyAfter(LIST, after, ['instant', 'offset', 'int']) ?? ['-infinity', -1, -1];
  const speakers = await mergesOf(db, situation, asOf);
  const merges = [[...speakers.keys()], [...speakers.values()]];
  const { rows } = await db.query<Row>(list(situation, asOf, ...merges, limit + 1, kind ?? null, ...from));
  return pageOf(rows, limit, itemOf, { list: LIST, keyOf, asOf });
};

/** Incidents that had begun by validAt, oldest first. One that was merged is told by the one that speaks for it. */
export const incidents = (db: Queryable, situation: string, asOf: AsOf, asked: IncidentFilter & PageRequest): Promise<Page<Incident>> =>
  listed(db, situation, asOf, asked, (row) => incidentFrom(row, null));

/** The same, with from when the public could know each: a report that is corrected stays as public as it was. */
export const incidentsMadePublic = (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  asked: IncidentFilter & PageRequest,
): Promise<Page<Incident & { publicFrom: string }>> =>
  listed(db, situation, asOf, asked, (row) => ({ ...incidentFrom(row, null), publicFrom: row.published_at.toISOString() }));

/** Those of `ids` that were known, by id. One that was merged is told alone, with its own claims. */
export const incidentsNamed = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Incident>> => {
  const speakers = await mergesOf(db, situation, asOf);
  const { rows } = await db.query<Row>(named(situation, asOf, [...speakers.keys()], [...speakers.values()], ids));
  return new Map(rows.map((row) => [row.key, incidentFrom(row, speakers.get(row.key) ?? null)]));
};

/** Undefined where it was not known. */
export const incident = async (db: Queryable, situation: string, asOf: AsOf, id: string): Promise<Incident | undefined> =>
  (await incidentsNamed(db, situation, asOf, [id])).get(id);
