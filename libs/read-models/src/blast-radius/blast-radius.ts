import type { Pool } from 'pg';
import { DAY_MS, type ObservationKind } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { severityHistory } from '../blockade-severity/blockade-severity.queries.js';
import { incidentsNamed } from '../incidents/incidents.queries.js';
import { mergesOf } from '../incidents/merges.queries.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Json } from '../projection.js';
import { afterEnd } from '../travel-status/facet-in-force.js';
import { type FacetName, FACETS } from '../travel-status/travel-status.answer.js';
import type { BlastRadius, Period } from './blast-radius.answer.js';
import { curveOf, differences, type Statement } from './curve.js';
import { incidentDifferences } from './incident-differences.js';
import { type Hypothesis, rehearse } from './rehearsal.js';
import { type Rehearsed, severitySpan, type StatedRow, statedUnder, touchedKeys } from './statements.queries.js';

/** The same question before and after the events, everything known. */
type Sides = { readonly before: AsOf; readonly after: AsOf };

/** How the rows of one side become statements. */
type Reading = (side: readonly StatedRow[]) => (row: StatedRow) => Statement;

const periodsOf = (rows: readonly StatedRow[], key: string, reading: Reading): Period[] => {
  const curve = (side: readonly StatedRow[]) => curveOf(side.filter((row) => row.key === key).map(reading(side)));
  return differences(curve(rows.filter(({ before }) => before)), curve(rows.filter(({ after }) => after)));
};

/** A notice does not start before the one that it follows on the same day. */
const facetReading =
  (advisory: string, facet: FacetName): Reading =>
  (side) => {
    const notices = new Map<string, StatedRow[]>();
    for (const row of side) if (row.key === advisory) notices.set(row.day, [...(notices.get(row.day) ?? []), row]);
    return ({ value, valid_from, valid_to, day, seq }) => {
      const earlier = (notices.get(day) ?? []).filter((notice) => notice.seq < seq);
      const since = Math.max(valid_from.getTime(), ...earlier.map((notice) => notice.valid_from.getTime()));
      return { since, end: valid_to?.getTime() ?? null, value, unknown: afterEnd(facet, value) };
    };
  };

const facets = async (db: Queryable, rehearsed: Rehearsed): Promise<BlastRadius['facets']> => {
  const keys = await touchedKeys(db, 'travel_status', rehearsed);
  const answer: BlastRadius['facets'] = [];
  for (const advisory of new Set(keys.map((key) => key.split('/').slice(0, 2).join('/')))) {
    const rows = await statedUnder(db, 'travel_status', rehearsed, [advisory]);
    const [authority = '', destination = ''] = advisory.split('/');
    for (const facet of FACETS) {
      const periods = periodsOf(rows, `${advisory}/${facet}`, facetReading(advisory, facet));
      if (periods.length > 0) answer.push({ authority, destination, facet, periods });
    }
  }
  return answer;
};

const observationReading: Reading =
  () =>
  ({ value, valid_from, valid_to }) => ({
    since: valid_from.getTime(),
    end: valid_to?.getTime() ?? null,
    value: (value as { value: Json }).value,
    unknown: { status: 'unknown' },
  });

const observations = async (db: Queryable, rehearsed: Rehearsed): Promise<BlastRadius['observations']> => {
  const keys = await touchedKeys(db, 'observations', rehearsed);
  const rows = await statedUnder(db, 'observations', rehearsed, keys);
  return keys.flatMap((key) => {
    const periods = periodsOf(rows, key, observationReading);
    const slash = key.indexOf('/');
    return periods.length === 0 ? [] : [{ kind: key.slice(0, slash) as ObservationKind, subject: key.slice(slash + 1), periods }];
  });
};

/** Bounds of what is compared: a report may speak of any year. */
const DAYS_BACK = 3_660;
const DAYS_AHEAD = 366;

const severity = async (
  db: Queryable,
  rehearsed: Rehearsed,
  { before, after }: Sides,
  through: string,
): Promise<BlastRadius['severity']> => {
  const span = await severitySpan(db, rehearsed);
  if (span === undefined) return [];
  const now = Date.parse(through);
  const to = Math.min(Math.max(now, span.last.getTime()), now + DAYS_AHEAD * DAY_MS);
  const first = Math.max(span.first.getTime(), to - DAYS_BACK * DAY_MS);
  const asked = { from: new Date(Math.floor(first / DAY_MS) * DAY_MS).toISOString(), to: new Date(to).toISOString(), step: 'day' } as const;
  const { points: earlier } = await severityHistory(db, rehearsed.situation, before, asked);
  const { points: later } = await severityHistory(db, rehearsed.situation, after, asked);
  return earlier.flatMap(({ validAt, score, band }, index) => {
    const other = later[index];
    if (other === undefined || (other.score === score && other.band === band)) return [];
    return [{ validAt, before: { score, band }, after: { score: other.score, band: other.band } }];
  });
};

const incidents = async (db: Queryable, rehearsed: Rehearsed, { before, after }: Sides): Promise<BlastRadius['incidents']> => {
  const { situation } = rehearsed;
  const keys = await touchedKeys(db, 'incidents', rehearsed);
  if (keys.length === 0) return [];
  const speakers = { before: await mergesOf(db, situation, before), after: await mergesOf(db, situation, after) };
  const moved = [...speakers.before.keys(), ...speakers.after.keys()].filter((id) => speakers.before.get(id) !== speakers.after.get(id));
  const touched = [...keys.map((key) => key.split('/')[0] ?? key), ...moved];
  const ids = new Set([...touched, ...touched.flatMap((id) => [speakers.before.get(id) ?? id, speakers.after.get(id) ?? id])]);
  return incidentDifferences(
    [...ids].sort(),
    await incidentsNamed(db, situation, before, [...ids]),
    await incidentsNamed(db, situation, after, [...ids]),
  );
};

/** After everything that has begun or will. */
const END = '9999-12-30T00:00:00.000Z';

/**
 * What the events would change if they were recorded now, before → after, everything known. Severity from the first evidence to `through`
 * (RFC 3339, now for example) or the last bound of what changes, whichever is later; ten years at most, one of them after `through`.
 */
export const blastRadius = (pool: Pool, hypothesis: Hypothesis, { through }: { through: string }): Promise<BlastRadius> =>
  rehearse(pool, hypothesis, async (client, rehearsed) => {
    const at = (offset: number): AsOf => ({
      clock: 'recorded',
      knownAt: null,
      validAt: END,
      position: { partition: hypothesis.partition, offset },
    });
    const sides: Sides = { before: at(rehearsed.head), after: at(rehearsed.head + 1) };
    return {
      position: sides.before.position,
      facets: await facets(client, rehearsed),
      severity: await severity(client, rehearsed, sides, through),
      incidents: await incidents(client, rehearsed, sides),
      observations: await observations(client, rehearsed),
    };
  });
