import type { AsOf } from '../as-of.js';
import { severityDelta } from '../blockade-severity/blockade-severity.queries.js';
import { RememberedRows } from '../blockade-severity/remembered-rows.js';
import { incidents } from '../incidents/incidents.queries.js';
import { observations } from '../observations/observations.queries.js';
import type { Page, PageRequest } from '../page.js';
import type { Queryable } from '../postgres/queryable.js';
import { travelStatus } from '../travel-status/travel-status.queries.js';
import { compare, type Comparison, type State } from './compare.js';
import type { Diff, DiffKind } from './diff.answer.js';
import type { DiffRequest } from './diff.request.js';
import { itemsOf } from './items.queries.js';
import { type SeverityDifference, severityDifference } from './severity-differences.js';
import { incidentState, observationState, statusState } from './states.js';
import { unchangedOf } from './unchanged.queries.js';

const PAGE = 500;

const allOf = async <Item>(page: (request: PageRequest) => Promise<Page<Item>>): Promise<Item[]> => {
  const items: Item[] = [];
  for (let after: string | undefined; ;) {
    const { items: more, next } = await page({ limit: PAGE, ...(after !== undefined && { after }) });
    items.push(...more);
    if (next === null) return items;
    after = next;
  }
};

type Reader = (db: Queryable, situation: string, asOf: AsOf) => Promise<State>;

const READERS: Readonly<Record<Exclude<DiffKind, 'severity'>, Reader>> = {
  status: async (db, situation, asOf) => statusState(await travelStatus(db, situation, asOf)),
  observation: async (db, situation, asOf) => observationState(await allOf((page) => observations(db, situation, asOf, page))),
  incident: async (db, situation, asOf) => incidentState(await allOf((page) => incidents(db, situation, asOf, page))),
};

/** Three states of one position: the earlier as then known, the earlier as known now, the later. */
const compared = async (
  db: Queryable,
  situation: string,
  read: Reader,
  { from, to, clock, position }: DiffRequest,
): Promise<Comparison> => {
  const earlier = await read(db, situation, { clock, position, validAt: from, knownAt: from });
  const earlierAsKnownNow = await read(db, situation, { clock, position, validAt: from, knownAt: to });
  const later = await read(db, situation, { clock, position, validAt: to, knownAt: to });
  return compare({ earlier, earlierAsKnownNow, later });
};

const severityCompared = async (
  db: Queryable,
  situation: string,
  { from, to, clock, position }: DiffRequest,
  remembered: RememberedRows,
): Promise<SeverityDifference[]> => {
  const asOf: AsOf = { clock, position, validAt: to, knownAt: to };
  const knowledge = await severityDelta(db, situation, asOf, { from, to: from, knownFrom: from }, remembered);
  const world = await severityDelta(db, situation, asOf, { from, to }, remembered);
  return [severityDifference('knowledge', knowledge) ?? [], severityDifference('world', world) ?? []].flat();
};

/**
 * What changed between two moments, and of what did not, whether somebody looked. Knowledge differs at the earlier moment, the world from
 * the earlier to the later; both as known at the later.
 */
export const diff = async (db: Queryable, situation: string, request: DiffRequest, remembered = new RememberedRows()): Promise<Diff> => {
  const { limit } = request;
  // One after the other: it may be one connection, and no question should take many.
  const status = await compared(db, situation, READERS.status, request);
  const observation = await compared(db, situation, READERS.observation, request);
  const incident = await compared(db, situation, READERS.incident, request);
  const severity = await severityCompared(db, situation, request, remembered);
  const differences = [
    ...status.differences.map((difference) => ({ kind: 'status' as const, ...difference })),
    ...observation.differences.map((difference) => ({ kind: 'observation' as const, ...difference })),
    ...incident.differences.map((difference) => ({ kind: 'incident' as const, ...difference })),
  ];
  const same = [
    ...status.same.map((one) => ({ kind: 'status' as const, ...one })),
    ...observation.same.map((one) => ({ kind: 'observation' as const, ...one })),
  ];
  const listed = severity.slice(0, Math.max(0, limit - differences.length));
  const items = await itemsOf(db, situation, request, differences.slice(0, limit), listed);
  const unchanged = await unchangedOf(db, situation, request, same.slice(0, limit));
  const axes = [...differences, ...severity].map(({ axis }) => axis);
  return {
    items,
    unchanged,
    counts: {
      knowledge: axes.filter((axis) => axis === 'knowledge').length,
      world: axes.filter((axis) => axis === 'world').length,
      unchanged: same.length,
    },
    truncated: axes.length > limit || same.length > limit,
  };
};
