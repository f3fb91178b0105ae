import { confidenceOf, type IncidentReported } from '../../../situations/src/index.js';
import { ALWAYS } from '../always.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { claimAssertion, claimChanges, placeOfIncident } from '../incident-changes.js';
import { MODELS } from '../models.js';
import type { Json, Projection } from '../projection.js';

/** What is stored of an incident beside its claims and reclassifications, which are assertions of their own. */
export type StoredIncident = Omit<IncidentReported, 'type' | 'claims' | 'confidence'> & {
  confidence: 'high' | 'medium' | 'low';
  stream: string;
};

const stored = ({ type: _type, claims: _claims, ...report }: IncidentReported, stream: string): StoredIncident => ({
  ...report,
  confidence: confidenceOf(report),
  stream,
});

/** Keys: `<incident>` the report, `<incident>/claim/<claim>` a claim, `<incident>/kind` a reclassification. */
export const incidentsProjection: Projection<DomainEvent> = {
  name: 'incidents',
  version: MODELS.incidents,
  project: ({ event, stream, recordedAt }) => {
    switch (event.type) {
      case 'IncidentReported':
        return [
          {
            op: 'assert',
            key: event.incidentId,
            fact: `${stream}#report`,
            value: stored(event, stream) as Json,
            ...placeOfIncident(event),
          },
          ...event.claims.map((claim) => claimAssertion(event.incidentId, stream, claim, event, recordedAt)),
        ];
      case 'ClaimAdded':
      case 'ClaimRevised':
      case 'ClaimRetracted':
        return claimChanges(event.incidentId, stream, event, recordedAt);
      case 'IncidentReclassified':
        return [
          {
            op: 'assert',
            key: `${event.incidentId}/kind`,
            fact: `${stream}#kind`,
            value: { kind: event.kind, reason: event.reason },
            ...ALWAYS,
          },
        ];
    }
    return [];
  },
};
