import { type Decider, Rejected } from '../../decider/src/index.js';
import type { Notice } from './advisory/advisory.events.js';
import type { Fact } from './fact.js';
import type { Claim, IncidentReported } from './incident/incident.events.js';
import type { ObservationRecorded } from './observation/observation.events.js';
import type { Parameters, SituationEvent } from './situation/situation.events.js';

// What the specs of this lib are written with.

const source = { id: 'press', title: 'Press' };
const fact: Fact = { occurred: { from: '2025-10-30', precision: 'day' }, source };

export const aNotice = (over: Partial<Notice> = {}): Notice => ({
  ...fact,
  noticeId: 'n-1',
  authority: 'GB-FCDO',
  destination: 'ML',
  seq: 1,
  facets: { scope: 'country' },
  ...over,
});

export const aClaim = (claimId: string, over: Partial<Claim> = {}): Claim => ({
  claimId,
  figures: [{ measure: 'killed', low: 10, high: 15, text: '10 to 15' }],
  ...over,
});

export const anIncident = (over: Partial<Omit<IncidentReported, 'type'>> = {}): Omit<IncidentReported, 'type'> => ({
  ...fact,
  incidentId: 'i-1',
  kind: 'convoy-attacked',
  place: { name: 'Kayes' },
  actors: ['JNIM'],
  claims: [],
  ...over,
});

type ObservedBy = Omit<Extract<ObservationRecorded, { kind: 'schools' }>, 'type'>;
export const anObservation = (over: Partial<ObservedBy> = {}): ObservedBy => ({
  ...fact,
  observationId: 'o-1',
  subject: 'country',
  kind: 'schools',
  value: { status: 'closed' },
  ...over,
});

export const parameters: Parameters = {
  corridors: [
    { subject: 'senegal', name: 'Senegal', shares: [{ share: 0.4 }], source },
    { subject: 'ivory-coast', name: 'Ivory Coast', shares: [{ share: 0.6 }], source },
  ],
  fuelBaseline: { tankersPerDay: 200, source },
};

export const opened: SituationEvent = { type: 'SituationOpened', title: 'Blockade', destinations: ['ML'] };
export const closed: SituationEvent = { type: 'SituationClosed', reason: 'over' };

/** Why and about which field the decider says no; undefined where it does not. */
export const faultOf = <C, E, S>({ decide, evolve, initialState }: Decider<C, E, S>, past: readonly E[], command: C) => {
  try {
    decide(command, past.reduce(evolve, initialState));
    return undefined;
  } catch (error) {
    if (error instanceof Rejected) return { reason: error.reason, field: error.field };
    throw error;
  }
};
