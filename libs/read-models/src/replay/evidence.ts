import type { SeverityInput } from '../../../severity/src/index.js';
import { incidentInputsOf, isOfIncident, type KnownRow, observationInputOf } from '../blockade-severity/inputs.js';
import type { Assertion } from './assertion.js';
import type { AssertionTable } from './assertion-table.js';
import { lastKnown, lastRecordedOf } from './in-force.js';
import type { Known } from './known.js';

/** A row of the score's inputs in the order in which the public could know them, which is the order among any of them that are known. */
type Ranked = { readonly row: Assertion; readonly ranked: KnownRow; readonly observation: SeverityInput | undefined };
/** Rows of one key of an incident: its reports, or what else is said of it. */
type OfIncident = {
  readonly rows: readonly Assertion[];
  readonly last: (rows: readonly Assertion[], known: Known) => Assertion | undefined;
};

/** What of the score's inputs is the same whatever is asked. */
export type Evidence = { readonly ranked: readonly Ranked[]; readonly incidents: readonly OfIncident[] };

export const evidenceOf = (table: AssertionTable): Evidence => ({
  ranked: table.rowsAsPublished().map((row, rank) => {
    const ranked: KnownRow = { key: row.key, value: row.value, eventId: row.eventId, rank };
    return { row, ranked, observation: row.key.startsWith('observation/') ? observationInputOf(ranked) : undefined };
  }),
  incidents: [...table.keys()].filter(isOfIncident).map((key) => ({
    rows: table.rowsOf(key),
    last: key.indexOf('/', 'incident/'.length) === -1 ? lastRecordedOf : lastKnown,
  })),
});

/** The score's inputs: every observation that is known and has begun, and of each incident the last words known. */
export const inputsAt = ({ ranked, incidents }: Evidence, known: Known, validAt: number): SeverityInput[] => {
  const standing = new Set<Assertion>();
  for (const { rows, last } of incidents) {
    const row = last(rows, known);
    if (row !== undefined) standing.add(row);
  }
  const inputs: SeverityInput[] = [];
  const told: KnownRow[] = [];
  for (const { row, ranked: of, observation } of ranked) {
    if (observation === undefined) {
      if (standing.has(row)) told.push(of);
    } else if (row.validFrom <= validAt && known(row)) inputs.push(observation);
  }
  return [...inputs, ...incidentInputsOf(told)];
};
