import type { AsOf } from '../as-of.js';
import { asOfQuery, DAY_BOUND, inOrder, keysOf, LAST_KEY, versionOf } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Json } from '../projection.js';
import { type FacetsInForce, type KnownNotice, nextStart, readRecent } from './recent-notices.js';
import type { RememberedStatuses } from './remembered-statuses.js';
import { advisoriesOf, type StatedAdvisory, type StatedKeys } from './stated-keys.js';
import { statusOf } from './status-of.js';
import type { FacetName, TravelStatus } from './travel-status.answer.js';

/** More than seven authorities publish in two days of a crisis: most answers rest on these alone. */
const RECENT = 24;

const milliseconds = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

type RecentRow = { keys?: string[] | null; notices: KnownNotice[] | null; versions: [stream: string, version: number][] | null };

/**
 * $5, $6: bounds of the keys. In one row: the last notices known of whatever authority, and the versions of the advisories that have not moved
 * since the position.
 */
const RECENT_COLUMNS = (known: (row: string) => string): string => `
  (
    SELECT json_agg(json_build_array(
      notice.key, notice.event_id, notice.day, notice.seq, ${milliseconds('notice.valid_from')}, ${milliseconds('notice.valid_to')}, notice.value))
    FROM (
      SELECT row.key, row.event_id, row.day, row.seq, row.valid_from, row.valid_to, row.value
      FROM derived.travel_status AS row
      WHERE row.situation = $1 AND row.key NOT LIKE '%/%/%' AND row.day <= ${DAY_BOUND} AND ${known('row')}
      ORDER BY row.day DESC, row.seq DESC
      LIMIT ${RECENT}
    ) AS notice
  ) AS notices,
  (
    SELECT json_agg(json_build_array(head.stream, head.version)) FROM derived.heads AS head
    WHERE head.situation = $1 AND head.stream > 'advisory/' || $5 AND head.stream < 'advisory/' || $6 AND head.log_offset <= $2
  ) AS versions`;

const recentNotices = asOfQuery('travel-status-recent', (known) => `SELECT ${RECENT_COLUMNS(known)}`);

/** With every key there ever was, at whatever position. */
const recentNoticesAndKeys = asOfQuery(
  'travel-status-recent-and-keys',
  (known) => `
  WITH RECURSIVE ${keysOf('travel_status', '$5', '$6')}
  SELECT (SELECT json_agg(keys.key ORDER BY keys.key) FROM keys WHERE keys.key IS NOT NULL) AS keys, ${RECENT_COLUMNS(known)}`,
);

type Row = { key: string; value: Json; event_id: string; since: Date; valid_to: Date | null; version: number | null };

/**
 * $5: keys, each looked up by itself. A notice does not start before the one that it follows on the same day: `bound` is the last start of those
 * that come before it. An aggregate on purpose: the planner turns NOT EXISTS into a join that reads every notice there ever was.
 */
const inForce = asOfQuery(
  'travel-status',
  (known) => `
  SELECT keys.key, found.value, found.event_id, found.valid_to, found.since,
    CASE WHEN keys.key NOT LIKE '%/%/%' THEN ${versionOf(`'advisory/' || keys.key`)} END AS version
  FROM unnest($5::text[]) AS keys (key)
  CROSS JOIN LATERAL (
    SELECT row.value, row.event_id, row.valid_to, greatest(row.valid_from, bound.start) AS since
    FROM derived.travel_status AS row
    CROSS JOIN LATERAL (
      SELECT max(earlier.valid_from) AS start
      FROM derived.travel_status AS earlier
      WHERE row.seq > 1 AND earlier.situation = $1 AND earlier.key = substring(keys.key FROM '^[^/]+/[^/]+') AND earlier.day = row.day
        AND earlier.seq < row.seq AND ${known('earlier')}
    ) AS bound
    WHERE row.situation = $1 AND row.key = keys.key AND row.day <= ${DAY_BOUND} AND row.valid_from <= $4::timestamptz AND ${known('row')}
      AND (bound.start IS NULL OR bound.start <= $4::timestamptz)
    ORDER BY ${inOrder('row', 'DESC')}
    LIMIT 1
  ) AS found`,
);

/** Where the keys that were read are remembered, and answers, and which table is shown; for questions at positions that the read model has reached. */
type Remembered = { readonly stated: StatedKeys; readonly statuses: RememberedStatuses; readonly table: number };
export type StatusFilter = { authority?: string; remembered?: Remembered };

type Said = StatedAdvisory & { version: number | undefined; said: FacetsInForce; open: readonly FacetName[] };
/** `next`: when a notice known begins, in milliseconds; undefined where that is not known. */
type LastSaid = { readonly advisories: readonly Said[]; readonly next: number | undefined };
type Bounds = readonly [above: string, below: string];

/** Whose status is remembered. */
const subjectOf = (situation: string, [above]: Bounds): string => `${situation}\n${above}`;

/** What the last notices tell, of every advisory that was ever stated. */
const readLast = async (db: Queryable, situation: string, asOf: AsOf, bounds: Bounds, remembered?: Remembered): Promise<LastSaid> => {
  const subject = subjectOf(situation, bounds);
  const { offset } = asOf.position;
  const before = remembered?.stated.upTo(subject, remembered.table, offset);
  const question = before === undefined ? recentNoticesAndKeys : recentNotices;
  const [row] = (await db.query<RecentRow>(question(situation, asOf, ...bounds))).rows;
  const advisories = before ?? advisoriesOf(row?.keys ?? []);
  if (before === undefined) remembered?.stated.remember(subject, remembered.table, offset, advisories);

  const versions = new Map(row?.versions);
  const notices = row?.notices ?? [];
  const asked = { all: notices.length < RECENT, validAt: Date.parse(asOf.validAt) };
  const told = readRecent(notices, advisories, asked);
  const said = advisories.map((advisory, index) => {
    const { facets, open } = told[index]!;
    return { ...advisory, version: versions.get(`advisory/${advisory.key}`), said: facets, open };
  });
  return { advisories: said, next: nextStart(notices, asked) };
};

/** Looks up what they leave open, and the versions of advisories that have moved since. */
const complete = async (db: Queryable, situation: string, asOf: AsOf, advisories: readonly Said[]): Promise<void> => {
  const open = advisories.flatMap(({ key, version, open }) => [
    ...(version === undefined ? [key] : []),
    ...open.map((facet) => `${key}/${facet}`),
  ]);
  if (open.length === 0) return;
  const found = new Map((await db.query<Row>(inForce(situation, asOf, open))).rows.map((row) => [row.key, row]));
  for (const advisory of advisories) {
    advisory.version ??= found.get(advisory.key)?.version ?? undefined;
    for (const facet of advisory.open) {
      const row = found.get(`${advisory.key}/${facet}`);
      if (row === undefined) continue;
      const { value, event_id: eventId, since, valid_to: end } = row;
      advisory.said[facet] = { value, eventId, since: since.toISOString(), end: end?.getTime() ?? null };
    }
  }
};

/** When what is in force first ends after `validAt`, in milliseconds. */
const nextEnd = (advisories: readonly Said[], validAt: number): number =>
  advisories
    .flatMap(({ said }) => Object.values(said).map(({ end }) => end))
    .reduce<number>((next, end) => (end !== null && end > validAt ? Math.min(next, end) : next), Infinity);

/** Each facet as each authority last stated it, and the strictest of them. Authorities that stated no facet are not listed. */
export const travelStatus = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { authority, remembered }: StatusFilter = {},
): Promise<TravelStatus> => {
  const bounds: Bounds = authority === undefined ? ['', LAST_KEY] : [`${authority}/`, `${authority}0`]; // 0 follows / in ASCII
  const subject = subjectOf(situation, bounds);
  const all = asOf.knownAt === null ? remembered : undefined;
  const before = all?.statuses.at(subject, all.table, asOf);
  if (before !== undefined) return before;
  const validAt = Date.parse(asOf.validAt);
  const { advisories, next } = await readLast(db, situation, asOf, bounds, remembered);
  await complete(db, situation, asOf, advisories);
  const status = statusOf(advisories, validAt);
  if (next !== undefined) all?.statuses.remember(subject, all.table, asOf, { status, until: Math.min(next, nextEnd(advisories, validAt)) });
  return status;
};
