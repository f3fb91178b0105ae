import type { GuidanceChange } from '../guidance-changes/guidance-changes.answer.js';
import { FACETS, type FacetName } from '../travel-status/travel-status.answer.js';
import type { AuthorityLag, DecisionLag, Move, Trigger } from './decision-lag.answer.js';
import { DEFINITIONS } from './definitions.js';
import { lagByKind } from './lag-by-kind.js';
import { lagOf } from './reactions.js';
import { type Spell, spellsOf, reversalsOf, timeInForce } from './spells.js';

/** What the lag needs of a notice. */
export type Notice = Pick<
  GuidanceChange,
  'authority' | 'destination' | 'eventId' | 'noticeId' | 'kind' | 'firstSight' | 'facets' | 'validFrom' | 'validTo' | 'publicFrom'
>;

const moveOf = ({ authority, destination, eventId, noticeId, validFrom, publicFrom }: Notice): Move => ({
  authority,
  destination,
  eventId,
  noticeId,
  validFrom,
  publicFrom,
});

const spells = (facet: FacetName, notices: readonly Notice[]): Spell[] =>
  spellsOf(
    facet,
    notices.flatMap(({ facets, validFrom, validTo, eventId }) => {
      const change = facets[facet];
      return change === undefined ? [] : [{ value: change.after, validFrom, validTo, eventId }];
    }),
  );

const advisoriesOf = (notices: readonly Notice[]): Notice[][] => {
  const advisories = new Map<string, Notice[]>();
  for (const notice of notices) {
    const key = `${notice.authority}/${notice.destination}`;
    advisories.set(key, [...(advisories.get(key) ?? []), notice]);
  }
  return [...advisories].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, ofOne]) => ofOne);
};

/**
 * How late guidance answered to what happened, how long it held, and where it turned back. `notices` are all that are known, in the order
 * in which they took effect; `triggers` those of the period, which ends where `to` says.
 */
export const decisionLagOf = (
  triggers: readonly Trigger[],
  notices: readonly Notice[],
  { from, to }: { from: string; to: string },
): DecisionLag => {
  const advisories = advisoriesOf(notices).map((ofOne) => {
    const { authority, destination } = ofOne[0]!;
    const moves = ofOne.filter(({ kind, firstSight }) => kind === 'material' && !firstSight).map(moveOf);
    return { advisory: { authority, destination }, notices: ofOne, moves };
  });
  const lags = triggers.map((trigger) => lagOf(trigger, advisories));
  const within = (at: string): boolean => at >= from && at < to;
  const authorities = advisories.map(({ advisory, notices: ofOne, moves }): AuthorityLag => ({
    ...advisory,
    changes: moves.filter(({ validFrom }) => within(validFrom)).length,
    timeInForce: {
      level: timeInForce(spells('level', ofOne), from, to),
      departure: timeInForce(spells('departure', ofOne), from, to),
    },
    reversals: FACETS.flatMap((facet) => reversalsOf(facet, spells(facet, ofOne)))
      .filter(({ at }) => within(at))
      .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)),
    byKind: lagByKind(advisory, lags),
  }));
  return { from, to, definitions: DEFINITIONS, triggers: lags, authorities };
};
