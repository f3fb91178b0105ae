import { type OrderedFacet, strictnessOf } from './strictness.js';
import type { AuthorityStatus, CombinedFacet, CombinedLevel, CombinedStatus, Loser } from './travel-status.answer.js';

type Candidate<Said> = { authority: string; destination: string; said: Said; strictness: number | undefined };

/** The strictest first; of equals the one in force longer, then by authority and destination. Those without order come last. */
const byStrictness = <Said extends { since: string }>(candidates: readonly Candidate<Said>[]): Candidate<Said>[] =>
  [...candidates].sort(
    (a, b) =>
      (b.strictness ?? -1) - (a.strictness ?? -1) ||
      compare(a.said.since, b.said.since) ||
      compare(a.authority, b.authority) ||
      compare(a.destination, b.destination),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const combinedLevel = (authorities: readonly AuthorityStatus[]): CombinedLevel | undefined => {
  const [winner, ...others] = byStrictness(
    authorities.flatMap(({ authority, destination, facets: { level } }) =>
      level === undefined ? [] : [{ authority, destination, said: level, strictness: level.rank ?? undefined }],
    ),
  );
  if (winner?.strictness === undefined) return undefined;
  const losers = others.map(({ authority, destination, said: { native, rank } }): Loser => ({
    authority,
    destination,
    value: native,
    rank,
  }));
  return { ...winner.said, authority: winner.authority, destination: winner.destination, losers };
};

const candidatesOf = (facet: OrderedFacet, authorities: readonly AuthorityStatus[]) =>
  byStrictness(
    authorities.flatMap(({ authority, destination, facets: { [facet]: said } }) =>
      said === undefined ? [] : [{ authority, destination, said, strictness: strictnessOf(facet, said.value) }],
    ),
  );

type Candidates = ReturnType<typeof candidatesOf>;

const combinedOf = (winner: Candidates[number], candidates: Candidates): CombinedFacet<string> => {
  const { authority, destination, said } = winner;
  const losers = candidates
    .filter((candidate) => candidate !== winner)
    .map(({ authority, destination, said }) => ({ authority, destination, value: said.value }));
  return { value: said.value, since: said.since, eventId: said.eventId, authority, destination, losers };
};

const combinedFacet = (facet: OrderedFacet, authorities: readonly AuthorityStatus[]): CombinedFacet<string> | undefined => {
  const candidates = candidatesOf(facet, authorities);
  const [winner] = candidates;
  return winner?.strictness === undefined ? undefined : combinedOf(winner, candidates);
};

const combinedAction = (authorities: readonly AuthorityStatus[]): CombinedStatus['action'] => {
  const candidates = candidatesOf('action', authorities);
  const sheltering = candidates.find(({ said }) => said.value === 'shelter');
  const winner = candidates[0]?.strictness === undefined ? sheltering : candidates[0];
  return winner && { ...combinedOf(winner, candidates), shelter: sheltering !== undefined };
};

/** The strictest word on each ordered facet, and whom it outdoes. */
export const combine = (authorities: readonly AuthorityStatus[]): CombinedStatus => {
  const level = combinedLevel(authorities);
  const departure = combinedFacet('departure', authorities);
  const action = combinedAction(authorities);
  const airport = combinedFacet('airport', authorities);
  const overland = combinedFacet('overland', authorities);
  return {
    ...(level && { level }),
    ...(departure && { departure }),
    ...(action && { action }),
    ...(airport && { airport }),
    ...(overland && { overland }),
  };
};
