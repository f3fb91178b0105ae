import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, pageOf, type PageRequest } from '../page.js';
import { asOfQuery } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { DuplicateCandidate } from './duplicates.answer.js';
import { candidateOf, type Comparable, pairsOf } from './duplicates.js';
import { incidentsNamed } from './incidents.queries.js';
import { isLast, latestKind } from './known-report.js';
import { mergesOf } from './merges.queries.js';

/** $5 the incidents merged, which do not stand for themselves. */
const comparable = asOfQuery(
  'incidents-comparable',
  (known) => `
  SELECT row.key AS "incidentId", coalesce(latest.kind, row.value ->> 'kind') AS kind, row.value -> 'place' AS place,
    row.value -> 'occurred' AS occurred
  FROM derived.incidents AS row
  ${latestKind(known)}
  WHERE row.situation = $1 AND row.key NOT LIKE '%/%' AND ${known('row')} AND row.valid_from <= $4::timestamptz
    AND ${isLast(known, 'row')} AND row.key <> ALL ($5::text[])
  ORDER BY row.valid_from, row.log_offset, row.event_index`,
);

const LIST = 'incident-duplicates';
const THOUSANDTHS = 1000;
/** Ascending: the most alike first. */
const keyOf = ({ likeness, incidents: [first, second] }: DuplicateCandidate): readonly [number, string, string] => [
  -Math.round(likeness * THOUSANDTHS),
  first.incidentId,
  second.incidentId,
];
const compare = (one: readonly (number | string)[], other: readonly (number | string)[]): number => {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at === -1 ? 0 : one[at]! < other[at]! ? -1 : 1;
};

/**
 * Pairs of incidents that may be one, the most alike first: of one kind, within 5 km (or of one place name, where one has no coordinates),
 * within 2 days, each standing for itself.
 */
export const incidentDuplicates = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { limit, after }: PageRequest,
): Promise<Page<DuplicateCandidate>> => {
  const from = keyAfter(LIST, after, ['int', 'text', 'text']);
  const merged = [...(await mergesOf(db, situation, asOf)).keys()];
  const { rows } = await db.query<Comparable>(comparable(situation, asOf, merged));
  const pairs = pairsOf(rows);
  const ids = [...new Set(pairs.flatMap(({ first, second }) => [first.incidentId, second.incidentId]))];
  const told = ids.length === 0 ? new Map() : await incidentsNamed(db, situation, asOf, ids);
  const candidates = pairs
    .map((pair) => candidateOf(pair, (id) => told.get(id)?.figures ?? []))
    .filter((candidate) => from === undefined || compare(keyOf(candidate), from) > 0)
    .sort((one, other) => compare(keyOf(one), keyOf(other)))
    .slice(0, limit + 1);
  return pageOf(candidates, limit, (candidate) => candidate, { list: LIST, keyOf, asOf });
};
