import type {
  Claim,
  Correctable,
  DomainEvent,
  IncidentReported,
  Notice,
  ObservationRecorded,
  Published,
} from '../../libs/situations/src/index.js';
import type { Attempt } from './random-attempts.js';

export const pick = <Item>(items: readonly Item[], n: number): Item => items[n % items.length]!;
const source = { id: 's', title: 'S' };
export const sighting = ({ publishedAt, observedAt }: Pick<Attempt, 'publishedAt' | 'observedAt'>) => ({
  ...(publishedAt && { publishedAt }),
  ...(observedAt !== undefined && { observedAt }),
});

export const claimOf = (claimId: string, low: number, publishedAt?: Published): Claim => ({
  claimId,
  figures: [{ measure: 'killed', low, text: `${low}` }],
  ...(publishedAt && { publishedAt }),
});
const claimsOf = ({ n, m, claimed }: Attempt): Claim[] =>
  ['c1', 'c2'].slice(0, n % 3).map((claimId, index) => claimOf(claimId, m + index, index === 0 ? claimed : undefined));

export const noticeOf = (noticeId: string, authority: string, attempt: Attempt): Notice => ({
  noticeId,
  authority,
  destination: 'ML',
  seq: 1 + (attempt.n % 4),
  facets: {
    ...(attempt.m % 3 !== 0 && { departure: pick(['authorized', 'ordered', 'lifted'], attempt.m) }),
    ...(attempt.m % 4 !== 0 && { airport: pick(['open', 'closed'], attempt.m) }),
  },
  note: 'x',
  occurred: attempt.occurred,
  source,
  ...sighting(attempt),
  ...(attempt.validTo !== undefined && { validTo: attempt.validTo }),
});
type Report = Omit<IncidentReported, 'type'>;
export const reportOf = (incidentId: string, attempt: Attempt): Report => ({
  incidentId,
  kind: pick(['attack', 'abduction'], attempt.m),
  place: { name: 'x' },
  actors: [],
  occurred: attempt.occurred,
  source,
  claims: claimsOf(attempt),
  ...sighting(attempt),
});
type Schools = Omit<Extract<ObservationRecorded, { kind: 'schools' }>, 'type'>;
export const observationOf = (observationId: string, subject: string, attempt: Attempt): Schools => ({
  observationId,
  subject,
  kind: 'schools',
  value: { status: pick(['open', 'closed'], attempt.m) },
  occurred: attempt.occurred,
  source,
  ...sighting(attempt),
  ...(attempt.validTo !== undefined && { validTo: attempt.validTo }),
});

export const replacementFor = (content: DomainEvent, attempt: Attempt): Correctable | undefined => {
  switch (content.type) {
    case 'AdvisoryObserved':
    case 'AdvisoryChanged':
      return { ...noticeOf(content.noticeId, content.authority, attempt), type: 'AdvisoryChanged' };
    case 'IncidentReported':
      return { ...reportOf(content.incidentId, attempt), type: 'IncidentReported' };
    case 'ClaimAdded':
    case 'ClaimRevised': {
      const claim = { ...claimOf(content.claim.claimId, attempt.m), ...sighting(attempt) };
      return { type: content.type, incidentId: content.incidentId, claim };
    }
    case 'ObservationRecorded':
      return { ...observationOf(content.observationId, content.subject, attempt), type: 'ObservationRecorded' };
  }
  return undefined;
};
