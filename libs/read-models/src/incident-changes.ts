import {
  type Claim,
  type ClaimRetracted,
  type ClaimRevised,
  type ClaimAdded,
  type Fact,
  iso,
  type IncidentReported,
  occurredRange,
} from '../../situations/src/index.js';
import { ALWAYS } from './always.js';
import type { Change, Json } from './projection.js';
import { publicFrom } from './public-time.js';

type Assert = Change & { op: 'assert' };

/** Facts are named by stream, so that two incidents may use one claim id. */
export const claimFact = (stream: string, claimId: string): string => `${stream}#claim/${claimId}`;

/** An incident's own assertions hold from its start; what is said of it later, always. */
export const placeOfIncident = ({ occurred }: IncidentReported): Pick<Assert, 'validFrom' | 'day' | 'seq'> => {
  const validFrom = iso(occurredRange(occurred).start);
  return { validFrom, day: validFrom.slice(0, 10), seq: 0 };
};

/** Times that a claim does not state are its incident's, where that is at hand. */
const sightingOf = (claim: Claim, incident: Pick<Fact, 'publishedAt' | 'observedAt'>): Pick<Fact, 'publishedAt' | 'observedAt'> => {
  const { publishedAt, observedAt } = claim.publishedAt === undefined && claim.observedAt === undefined ? incident : claim;
  return { ...(publishedAt && { publishedAt }), ...(observedAt !== undefined && { observedAt }) };
};

export const claimAssertion = (
  prefix: string,
  stream: string,
  claim: Claim,
  incident: Pick<Fact, 'publishedAt' | 'observedAt'>,
  recordedAt: string,
): Assert => ({
  op: 'assert',
  key: `${prefix}/claim/${claim.claimId}`,
  fact: claimFact(stream, claim.claimId),
  value: claim as Json,
  ...ALWAYS,
  published: publicFrom(sightingOf(claim, incident), recordedAt),
});

/** A revised claim takes the place of the earlier one; a retracted one leaves none. */
export const claimChanges = (
  prefix: string,
  stream: string,
  event: ClaimAdded | ClaimRevised | ClaimRetracted,
  recordedAt: string,
): readonly Change[] => {
  switch (event.type) {
    case 'ClaimAdded':
      return [claimAssertion(prefix, stream, event.claim, {}, recordedAt)];
    case 'ClaimRevised': {
      const assertion = claimAssertion(prefix, stream, event.claim, {}, recordedAt);
      return [{ op: 'withdraw', fact: assertion.fact, published: publicFrom(event.claim, recordedAt) }, assertion];
    }
    case 'ClaimRetracted':
      return [{ op: 'withdraw', fact: claimFact(stream, event.claimId) }];
  }
};
