import type { Fact } from '../fact.js';
import { CONFIDENCE, FACT, INSTANT, PLACE, PUBLISHED, SOURCE } from '../fact.schema.js';
import { allOf, listOf, NAME, NUMBER, objectOf, oneOfValues, TEXT } from '../json-schema.js';
import {
  type Claim,
  type ClaimAdded,
  type ClaimRetracted,
  type ClaimRevised,
  type Figure,
  INCIDENT_KINDS,
  type IncidentReclassified,
  type IncidentReported,
} from './incident.events.js';

import type { IncidentMerged, IncidentUnmerged } from './merge.events.js';

type Data<Event> = Omit<Event, 'type'>;

const KIND = oneOfValues(...INCIDENT_KINDS);
const SIGHTING = { publishedAt: PUBLISHED, observedAt: INSTANT };

const FIGURE = objectOf<Figure>({ measure: NAME, text: TEXT }, { group: TEXT, low: NUMBER, high: NUMBER });

const CLAIM = objectOf<Claim>(
  { claimId: NAME, figures: listOf(FIGURE) },
  { source: SOURCE, confidence: CONFIDENCE, text: TEXT, ...SIGHTING },
);

export const INCIDENT_REPORTED = allOf(
  FACT,
  objectOf<Omit<Data<IncidentReported>, keyof Fact>>(
    { incidentId: NAME, kind: KIND, place: PLACE, actors: listOf(TEXT), claims: listOf(CLAIM) },
    { summary: TEXT },
  ),
);
export const CLAIM_ADDED = objectOf<Data<ClaimAdded>>({ incidentId: NAME, claim: CLAIM }, {});
export const CLAIM_REVISED = objectOf<Data<ClaimRevised>>({ incidentId: NAME, claim: CLAIM }, {});
export const CLAIM_RETRACTED = objectOf<Data<ClaimRetracted>>({ incidentId: NAME, claimId: NAME, reason: TEXT }, SIGHTING);
export const INCIDENT_RECLASSIFIED = objectOf<Data<IncidentReclassified>>({ incidentId: NAME, kind: KIND, reason: TEXT }, SIGHTING);
export const INCIDENT_MERGED = objectOf<Data<IncidentMerged>>({ incidentId: NAME, into: NAME, reason: TEXT }, SIGHTING);
export const INCIDENT_UNMERGED = objectOf<Data<IncidentUnmerged>>({ incidentId: NAME, from: NAME, reason: TEXT }, SIGHTING);
