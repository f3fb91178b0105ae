import { NOTICE } from './advisory/advisory.schema.js';
import { FACT_CORRECTED, FACT_RETRACTED } from './correction/correction.schema.js';
import type { DomainEvent } from './domain-event.js';
import {
  CLAIM_ADDED,
  CLAIM_RETRACTED,
  CLAIM_REVISED,
  INCIDENT_MERGED,
  INCIDENT_RECLASSIFIED,
  INCIDENT_REPORTED,
  INCIDENT_UNMERGED,
} from './incident/incident.schema.js';
import type { JsonSchema } from './json-schema.js';
import { OBSERVATION_RECORDED } from './observation/observation.schema.js';
import { SITUATION_CLOSED, SITUATION_OPENED, SITUATION_PARAMETERS_SET, SITUATION_REOPENED } from './situation/situation.schema.js';
import { SOURCE_CHECKED, SOURCE_DEGRADED, SOURCE_RECOVERED, SOURCE_REGISTERED } from './source/source.schema.js';

export type EventType = DomainEvent['type'];

/**
 * By event type and schema number: what the stored `data` of an event (the event without its `type`) must be for it to be readable.
 * What passes never makes a function of times throw. A stored schema never changes; a new shape gets a new number.
 */
export const EVENT_SCHEMAS: Readonly<Record<EventType, Readonly<Record<number, JsonSchema>>>> = {
  SituationOpened: { 1: SITUATION_OPENED },
  SituationParametersSet: { 1: SITUATION_PARAMETERS_SET },
  SituationClosed: { 1: SITUATION_CLOSED },
  SituationReopened: { 1: SITUATION_REOPENED },
  AdvisoryObserved: { 1: NOTICE },
  AdvisoryChanged: { 1: NOTICE },
  IncidentReported: { 1: INCIDENT_REPORTED },
  ClaimAdded: { 1: CLAIM_ADDED },
  ClaimRevised: { 1: CLAIM_REVISED },
  ClaimRetracted: { 1: CLAIM_RETRACTED },
  IncidentReclassified: { 1: INCIDENT_RECLASSIFIED },
  IncidentMerged: { 1: INCIDENT_MERGED },
  IncidentUnmerged: { 1: INCIDENT_UNMERGED },
  ObservationRecorded: { 1: OBSERVATION_RECORDED },
  SourceRegistered: { 1: SOURCE_REGISTERED },
  SourceChecked: { 1: SOURCE_CHECKED },
  SourceDegraded: { 1: SOURCE_DEGRADED },
  SourceRecovered: { 1: SOURCE_RECOVERED },
  FactCorrected: { 1: FACT_CORRECTED },
  FactRetracted: { 1: FACT_RETRACTED },
};
