import { iso } from '../../../situations/src/index.js';
import { afterEnd } from '../travel-status/facet-in-force.js';
import { FACETS, type FacetName } from '../travel-status/travel-status.answer.js';
import { ALWAYS } from '../always.js';
import type { ModelName } from '../models.js';
import type { Json } from '../projection.js';
import { type Assertion, millis } from './assertion.js';
import type { AssertionTable } from './assertion-table.js';
import { begun, endedAt, lastRecorded, lastWord, notice } from './in-force.js';
import type { Known } from './known.js';

export const FACT_MODELS = ['travel_status', 'observations', 'incidents', 'blockade_severity'] as const satisfies readonly ModelName[];
export type FactModel = (typeof FACT_MODELS)[number];

/** One fact in force: what is held true of one key of a read model, and by which event. */
export type Fact = {
  model: FactModel;
  /** As the read model has it: `US-STATE/ML/departure`, `schools/country`, `ml-018`, `ml-018/claim/report`, `parameters/corridors`. */
  key: string;
  /** As it was said; unknown from the end of its validity, as status and observations have it. */
  value: Json;
  /** RFC 3339: from when; null where it speaks of its incident, whenever that was, or of the method. */
  since: string | null;
  eventId: string;
};

const BEGINNING = millis(ALWAYS.validFrom);
const UNKNOWN = { status: 'unknown' };

const factOf = (model: FactModel, row: Assertion, since = row.validFrom, value: Json = row.value): Fact => ({
  model,
  key: row.key,
  value,
  since: since === BEGINNING ? null : iso(since),
  eventId: row.eventId,
});

const orEnded = (model: FactModel, row: Assertion, since: number, validAt: number, unknown: (value: Json) => Json): Fact => {
  const ended = endedAt(row, validAt);
  return ended === undefined ? factOf(model, row, since) : factOf(model, row, ended, unknown(row.value));
};

const isFacet = (name: string | undefined): name is FacetName => FACETS.some((facet) => facet === name);

export const statusFacts = (table: AssertionTable, known: Known, validAt: number): Fact[] =>
  [...table.keys()].flatMap((key) => {
    const facet = key.split('/')[2];
    const found = isFacet(facet) ? notice(table, key, known, validAt) : undefined;
    return found === undefined || !isFacet(facet)
      ? []
      : [orEnded('travel_status', found.row, found.since, validAt, (value) => afterEnd(facet, value))];
  });

export const observationFacts = (table: AssertionTable, known: Known, validAt: number): Fact[] =>
  [...table.keys()].flatMap((key) => {
    const row = begun(table, key, known, validAt);
    return row === undefined
      ? []
      : [orEnded('observations', row, row.validFrom, validAt, (value) => ({ ...(value as object), value: UNKNOWN }))];
  });

/** The reports that have begun, and the last word on what was said of them; what was taken back says nothing. */
export const incidentFacts = (table: AssertionTable, known: Known, validAt: number): Fact[] => {
  const there = new Set<string>();
  const facts: Fact[] = [];
  for (const key of table.keys()) {
    const row = key.includes('/') ? undefined : lastRecorded(table, key, known);
    if (row === undefined || row.validFrom > validAt) continue;
    there.add(key);
    facts.push(factOf('incidents', row));
  }
  for (const key of table.keys()) {
    if (!key.includes('/') || !there.has(key.slice(0, key.indexOf('/')))) continue;
    const row = lastWord(table, key, known);
    if (row !== undefined && row.value !== null) facts.push(factOf('incidents', row));
  }
  return facts;
};

/** The method of the score, which is no fact of the world: it holds whatever validAt is. */
export const parameterFacts = (table: AssertionTable, known: Known): Fact[] =>
  [...table.keys()].flatMap((key) => {
    const row = key.startsWith('parameters/') ? lastRecorded(table, key, known) : undefined;
    return row === undefined ? [] : [factOf('blockade_severity', row)];
  });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By read model, then by key, both by code unit. */
export const inOrder = (facts: readonly Fact[]): Fact[] => facts.toSorted((a, b) => compare(a.model, b.model) || compare(a.key, b.key));
