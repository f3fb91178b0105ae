import { confidenceOf, type IncidentReported } from '../../../situations/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { corrected } from '../corrected.js';
import { claimsOfReport, laterChange, placeOfIncident } from '../incident-changes.js';
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

/** Keys: `<incident>` the report, `<incident>/claim/<claim>` a claim, `<incident>/kind` a reclassification, `<incident>/merge` which one speaks for it. */
export const incidentsProjection: Projection<DomainEvent> = corrected(
  {
    name: 'incidents',
    version: MODELS.incidents,
    project: (recorded) => {
      const { event, stream, version } = recorded;
      switch (event.type) {
        case 'IncidentReported':
          return [
            { op: 'assert', key: event.incidentId, value: stored(event, stream) as Json, ...placeOfIncident(event) },
            ...claimsOfReport(event.incidentId, event, recorded),
          ];
        case 'ClaimAdded':
        case 'ClaimRevised':
        case 'ClaimRetracted':
        case 'IncidentReclassified':
        case 'IncidentMerged':
        case 'IncidentUnmerged':
          return [laterChange(event.incidentId, event, version)];
      }
      return [];
    },
  },
  { keepRank: true },
);
