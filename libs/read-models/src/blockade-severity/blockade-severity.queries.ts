import * as bsi from '../../../severity/src/index.js';
import type { AsOf } from '../as-of.js';
import { asOfQuery, inOrder } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { inputsOf, type KnownRow } from './inputs.js';

type Known = { inputs: bsi.SeverityInput[]; parameters: bsi.SeverityParameters };

/** The last known report of each incident; of what is said of it later (`incident/<id>/…`) the last word on each; all observations. */
const inputRows = asOfQuery(
  'severity-inputs',
  (known) => `
  SELECT row.key, row.value, row.event_id AS "eventId",
    row_number() OVER (ORDER BY row.published_at, row.log_offset, row.event_index, row.ord)::int AS rank
  FROM (
    (
      SELECT DISTINCT ON (report.key) report.* FROM derived.blockade_severity AS report
      WHERE report.situation = $1 AND report.key > 'incident/' AND report.key < 'incident0' AND report.key NOT LIKE '%/%/%'
        AND ${known('report')}
      ORDER BY report.key, report.log_offset DESC, report.event_index DESC
    )
    UNION ALL
    (
      SELECT DISTINCT ON (said.key) said.* FROM derived.blockade_severity AS said
      WHERE said.situation = $1 AND said.key > 'incident/' AND said.key < 'incident0' AND said.key LIKE '%/%/%' AND ${known('said')}
      ORDER BY said.key, ${inOrder('said', 'DESC')}
    )
    UNION ALL
    SELECT observed.* FROM derived.blockade_severity AS observed
    WHERE observed.situation = $1 AND observed.key > 'observation/' AND observed.key < 'observation0' AND ${known('observed')}
      AND observed.valid_from <= $4::timestamptz
  ) AS row
  ORDER BY rank`,
);

/** Each parameter from the latest event that named it. They are method, not fact, and hold whatever validAt ($4) is. */
const parameterRows = asOfQuery(
  'severity-parameters',
  (known) => `
  SELECT DISTINCT ON (row.key) substr(row.key, 12) AS name, row.value
  FROM derived.blockade_severity AS row
  WHERE row.situation = $1 AND row.key > 'parameters/' AND row.key < 'parameters0' AND ${known('row')} AND row.valid_from <= $4::timestamptz
  ORDER BY row.key, row.log_offset DESC, row.event_index DESC, row.ord DESC`,
);

/** What was known of all that begins by validAt. On the published clock the parameters are those in force at the position. */
const read = async (db: Queryable, situation: string, asOf: AsOf): Promise<Known> => {
  const inputs = await db.query<KnownRow>(inputRows(situation, asOf));
  const method: AsOf = asOf.clock === 'published' ? { ...asOf, knownAt: null } : asOf;
  const parameters = await db.query<{ name: string; value: unknown }>(parameterRows(situation, method));
  return { inputs: inputsOf(inputs.rows), parameters: Object.fromEntries(parameters.rows.map(({ name, value }) => [name, value])) };
};

export const severityNow = async (db: Queryable, situation: string, asOf: AsOf): Promise<bsi.Severity> => {
  const { inputs, parameters } = await read(db, situation, asOf);
  return bsi.severity(inputs, parameters, Date.parse(asOf.validAt));
};

/** Milliseconds between two points of a curve. */
export const STEPS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
export type Step = keyof typeof STEPS;

/** Points at `from` and each `step` after it, up to and with `to` (RFC 3339 instants), all of one knowledge: asOf.validAt plays no part. */
export const severityHistory = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { from, to, step }: { from: string; to: string; step: Step },
): Promise<{ formula: typeof bsi.FORMULA; points: readonly bsi.SeverityPoint[]; disclaimer: string }> => {
  const { inputs, parameters } = await read(db, situation, { ...asOf, validAt: to });
  const points = bsi.severityHistory(inputs, parameters, { from: Date.parse(from), to: Date.parse(to), step: STEPS[step] });
  return { formula: bsi.FORMULA, points, disclaimer: bsi.DISCLAIMER };
};

/**
 * What moved the score between two moments in the world. Both sides know what asOf knows; with `knownFrom` the earlier side knows what was
 * known then on the same clock, so that revisions and retractions show. Throws RangeError where `to` is before `from`.
 */
export const severityDelta = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { from, to, knownFrom }: { from: string; to: string; knownFrom?: string },
): Promise<bsi.SeverityDelta & { formula: typeof bsi.FORMULA; disclaimer: string }> => {
  const earlier = await read(db, situation, { ...asOf, validAt: from, ...(knownFrom !== undefined && { knownAt: knownFrom }) });
  const later = await read(db, situation, { ...asOf, validAt: to });
  const delta = bsi.severityDelta({ ...earlier, validAt: Date.parse(from) }, { ...later, validAt: Date.parse(to) });
  return { formula: bsi.FORMULA, ...delta, disclaimer: bsi.DISCLAIMER };
};
