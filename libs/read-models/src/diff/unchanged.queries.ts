import type { AsOf } from '../as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Same } from './compare.js';
import type { Look, Unchanged } from './diff.answer.js';
import type { DiffRequest } from './diff.request.js';
import { eventPlaces } from './events.queries.js';
import { standingOf } from './looked.js';
import { checkedLast, saidLast, type Statement } from './looks.queries.js';

export type KindSame = Same & { readonly kind: Unchanged['kind'] };

/** A newer notice of the advisory shows that somebody looked at all its facets. */
const statementOf = ({ kind, key, said, restated = said }: KindSame): Statement => ({
  key: kind === 'status' ? key.split('/').slice(0, 2).join('/') : key,
  since: restated.since,
  eventId: restated.eventId,
});

/** What did not change, and whether somebody looked in the meantime. */
export const unchangedOf = async (
  db: Queryable,
  situation: string,
  { from, to, clock, position, sourcesPosition }: DiffRequest,
  same: readonly KindSame[],
): Promise<Unchanged[]> => {
  const asOf: AsOf = { clock, position, validAt: to, knownAt: to };
  const stated = same.map((one) => ({ one, statement: statementOf(one) }));
  const of = (kind: Unchanged['kind']) => stated.flatMap(({ one, statement }) => (one.kind === kind ? [statement] : []));
  const notices = await saidLast(db, situation, asOf, 'travel_status', of('status'));
  const reports = await saidLast(db, situation, asOf, 'observations', of('observation'));
  const places = await eventPlaces(db, situation, position, [...new Set(stated.map(({ statement }) => statement.eventId))]);
  const sources = [...places.values()].flatMap(({ sourceId }) => sourceId ?? []);
  const checks = await checkedLast(db, { ...asOf, position: sourcesPosition }, sources);
  return stated.map(({ one: { kind, key, said, restated }, statement }): Unchanged => {
    const heard = (kind === 'status' ? notices : reports).get(statement);
    const checked = checks.get(places.get(statement.eventId)?.sourceId ?? '');
    const looks: Look[] = [heard ?? [], checked ?? []].flat();
    const { value, since, eventId } = said;
    const again = restated && { restated: { since: restated.since, eventId: restated.eventId } };
    return { kind, key, value, since, eventId, ...again, ...standingOf(from, looks) };
  });
};
