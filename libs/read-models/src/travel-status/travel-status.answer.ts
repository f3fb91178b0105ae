import type { Facets, Level } from '../../../situations/src/index.js';

/** In the order in which answers list them. */
export const FACETS = [
  'level',
  'scope',
  'departure',
  'action',
  'means',
  'airport',
  'overland',
  'services',
] as const satisfies readonly (keyof Facets)[];
export type FacetName = (typeof FACETS)[number];

/** From when it is in force (RFC 3339), and by which event. */
type Stated = { since: string; eventId: string };

/** `unknown` with rank null from the end of a time-limited notice. */
export type LevelAnswer = Level & Stated;
export type FacetAnswer<Value> = { value: Value | 'unknown' } & Stated;

export type FacetAnswers = { level?: LevelAnswer } & {
  [Facet in Exclude<FacetName, 'level'>]?: FacetAnswer<NonNullable<Facets[Facet]>>;
};

export type AuthorityStatus = {
  authority: string;
  destination: string;
  /** Version of the advisory's stream at the position asked. */
  version: number;
  /** Only facets that the authority has stated. */
  facets: FacetAnswers;
};

type Whose = { authority: string; destination: string };
/** What another authority says of the same facet; a level by its native value and rank. */
export type Loser = Whose & { value: string; rank?: number | null };

export type CombinedLevel = LevelAnswer & Whose & { losers: Loser[] };
export type CombinedFacet<Value> = { value: Value } & Stated & Whose & { losers: Loser[] };

/** The strictest of each facet over the authorities, and whom it outdoes. Absent where no authority's value is ordered. */
export type CombinedStatus = {
  level?: CombinedLevel;
  departure?: CombinedFacet<string>;
  /** `shelter` stands beside the order of leaving: it is said by `shelter`, and is the value only where nothing else is. */
  action?: CombinedFacet<string> & { shelter: boolean };
  airport?: CombinedFacet<string>;
  overland?: CombinedFacet<string>;
};

export type TravelStatus = { authorities: AuthorityStatus[]; combined: CombinedStatus };
