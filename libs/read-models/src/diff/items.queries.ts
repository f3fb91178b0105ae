import type { Queryable } from '../postgres/queryable.js';
import type { Difference, Said } from './compare.js';
import type { DiffItem, DiffKind } from './diff.answer.js';
import type { DiffRequest } from './diff.request.js';
import { eventPlaces } from './events.queries.js';
import { madeKnownBy } from './made-known-by.js';
import type { SeverityDifference } from './severity-differences.js';
import { type Touch, touchesOf } from './touches.queries.js';

export type KindDifference = Difference & { readonly kind: Exclude<DiffKind, 'severity'> };

const MODELS = { status: 'travel_status', observation: 'observations', incident: 'incidents' } as const;

const mergedOf = (said: Said | undefined): readonly string[] => {
  const { merged = [], mergedInto } = (said?.value ?? {}) as { merged?: readonly string[]; mergedInto?: string };
  return mergedInto === undefined ? merged : [mergedInto];
};

/** The keys whose assertions can make a difference of `key`: a facet's notice bounds its start, a merge is told of the other incident. */
const keysOf = ({ kind, key, before, after }: KindDifference): readonly string[] => {
  switch (kind) {
    case 'status':
      return [key, key.split('/').slice(0, 2).join('/')];
    case 'observation':
      return [key];
    case 'incident':
      return [key, ...mergedOf(before), ...mergedOf(after)];
  }
};

/** By key, oldest first. */
const touched = async (db: Queryable, situation: string, request: DiffRequest, differences: readonly KindDifference[]) => {
  const ofKnowledge = differences.filter(({ axis }) => axis === 'knowledge');
  const found = new Map<KindDifference['kind'], Touch[]>();
  for (const kind of ['status', 'observation', 'incident'] as const) {
    const keys = new Set(ofKnowledge.flatMap((difference) => (difference.kind === kind ? keysOf(difference) : [])));
    found.set(kind, await touchesOf(db, situation, MODELS[kind], [...keys], request));
  }
  return found;
};

/** A report that is gone moved the score by being taken back. */
const severityEvent = ({ mover }: SeverityDifference, touches: readonly Touch[]): string | undefined =>
  mover?.gone === true ? touches.findLast(({ op, key }) => op === 'withdraw' && key === mover.key)?.event : mover?.eventId;

/** The differences with the event of each. */
export const itemsOf = async (
  db: Queryable,
  situation: string,
  request: DiffRequest,
  differences: readonly KindDifference[],
  severity: readonly SeverityDifference[],
): Promise<DiffItem[]> => {
  const gone = severity.flatMap(({ mover }) => (mover?.gone === true ? [mover.key] : []));
  const touches = await touched(db, situation, request, differences);
  const moves = await touchesOf(db, situation, 'blockade_severity', gone, request);
  const eventOf = (difference: KindDifference): string | undefined => {
    if (difference.axis === 'world') return (difference.after ?? difference.before)?.eventId;
    const keys = keysOf(difference);
    return madeKnownBy(
      difference,
      (touches.get(difference.kind) ?? []).filter(({ key }) => keys.includes(key)),
    );
  };
  const found = [
    ...differences.map((difference) => ({ ...difference, by: eventOf(difference) })),
    ...severity.map((one) => ({ ...one, by: severityEvent(one, moves) })),
  ];
  const places = await eventPlaces(db, situation, request.position, [...new Set(found.flatMap(({ by }) => by ?? []))]);
  const placed = (by: string | undefined): DiffItem['event'] => {
    const place = by === undefined ? undefined : places.get(by);
    return by === undefined || place === undefined ? null : { eventId: by, position: place.position };
  };
  const { clock } = request;
  return found.map((one): DiffItem =>
    'key' in one
      ? {
          kind: one.kind,
          key: one.key,
          axis: one.axis,
          clock,
          before: one.before?.value ?? null,
          after: one.after?.value ?? null,
          beforeSince: one.before?.since ?? null,
          since: one.after?.since ?? null,
          event: placed(one.by),
        }
      : {
          kind: 'severity',
          key: 'severity',
          axis: one.axis,
          clock,
          before: one.before,
          after: one.after,
          beforeSince: null,
          since: null,
          event: placed(one.by),
        },
  );
};
