import type { StoredIncidentInput, StoredObservationInput } from '../../../severity/src/index.js';
import {
  confidenceOf,
  type IncidentReported,
  type ObservationRecorded,
  occurredRange,
  type Parameters,
} from '../../../situations/src/index.js';
import { ALWAYS } from '../always.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { corrected } from '../corrected.js';
import { claimsOfReport, laterChange, placeOfIncident } from '../incident-changes.js';
import { MODELS } from '../models.js';
import { placeOfObservation } from '../observation-change.js';
import type { Change, Json, Projection } from '../projection.js';

/** An incident as it was reported; the tankers destroyed come from its claims. */
export type StoredIncidentReport = Omit<StoredIncidentInput, 'tankersLow'>;

const PARAMETERS = ['corridors', 'fuelBaseline', 'mainCarriers', 'places'] as const satisfies readonly (keyof Parameters)[];

const observationInput = (event: ObservationRecorded, stream: string, eventId: string): Change => {
  const place = placeOfObservation(event);
  const { kind, value, subject } = event;
  const input = {
    type: 'observation',
    fact: `${stream}#${event.observationId}`,
    eventId,
    start: Date.parse(place.validFrom),
    end: occurredRange(event.occurred).end,
    confidence: confidenceOf(event),
    subject,
    kind,
    value,
    ...(place.validTo !== undefined && { validTo: Date.parse(place.validTo) }),
  } as StoredObservationInput;
  return { op: 'assert', key: `observation/${kind}/${subject}`, value: input as Json, ...place };
};

const incidentInput = (event: IncidentReported, stream: string, eventId: string): Change => {
  const { start, end } = occurredRange(event.occurred);
  const input: StoredIncidentReport = {
    type: 'incident',
    fact: stream,
    eventId,
    start,
    end,
    confidence: confidenceOf(event),
    kind: event.kind,
  };
  return { op: 'assert', key: stream, value: input as Json, ...placeOfIncident(event) };
};

const parameterChanges = (parameters: Parameters, recordedAt: string): readonly Change[] =>
  PARAMETERS.flatMap((name) => {
    const value = parameters[name];
    if (value === undefined) return [];
    return [{ op: 'assert', key: `parameters/${name}`, value: value as Json, ...ALWAYS, published: recordedAt }];
  });

/**
 * The inputs of the score, which is computed on read. Keys: `observation/<kind>/<subject>`, `incident/<id>` with `/claim/<claim>`, `/kind`
 * and `/merge` under it, `parameters/<name>`.
 */
export const blockadeSeverityProjection: Projection<DomainEvent> = corrected(
  {
    name: 'blockade_severity',
    version: MODELS.blockade_severity,
    project: (recorded) => {
      const { event, id, stream, version, recordedAt } = recorded;
      switch (event.type) {
        case 'SituationParametersSet':
          return parameterChanges(event.parameters, recordedAt);
        case 'ObservationRecorded':
          return event.kind === 'context' ? [] : [observationInput(event, stream, id)];
        case 'IncidentReported':
          return [incidentInput(event, stream, id), ...claimsOfReport(stream, event, recorded)];
        case 'ClaimAdded':
        case 'ClaimRevised':
        case 'ClaimRetracted':
        case 'IncidentReclassified':
        case 'IncidentMerged':
        case 'IncidentUnmerged':
          return [laterChange(stream, event, version)];
      }
      return [];
    },
  },
  { keepRank: true },
);
