import { NOTICE_1, NOTICE_2 } from './advisory/advisory.schema.js';
import { noticeFrom1 } from './advisory/advisory.upcasters.js';
import { FACT_CORRECTED_1, FACT_CORRECTED_2, FACT_RETRACTED } from './correction/correction.schema.js';
import { factCorrectedFrom1 } from './correction/correction.upcasters.js';
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
type Shape = { readonly data: JsonSchema; readonly upcast?: (data: Record<string, unknown>) => Record<string, unknown> };

/**
 * By event type and schema number: what the stored `data` of an event (the event without its `type`) must be for it to be readable.
 * What passes never makes a function of times throw. A stored schema never changes: a new shape gets a new number, and the one before it an
 * upcaster. `test/replay/stored-shapes.jsonl` holds them to that.
 */
export const EVENT_SCHEMAS: Readonly<Record<EventType, Readonly<Record<number, Shape>>>> = {
  SituationOpened: { 1: { data: SITUATION_OPENED } },
  SituationParametersSet: { 1: { data: SITUATION_PARAMETERS_SET } },
  SituationClosed: { 1: { data: SITUATION_CLOSED } },
  SituationReopened: { 1: { data: SITUATION_REOPENED } },
  AdvisoryObserved: { 1: { data: NOTICE_1, upcast: noticeFrom1 }, 2: { data: NOTICE_2 } },
  AdvisoryChanged: { 1: { data: NOTICE_1, upcast: noticeFrom1 }, 2: { data: NOTICE_2 } },
  IncidentReported: { 1: { data: INCIDENT_REPORTED } },
  ClaimAdded: { 1: { data: CLAIM_ADDED } },
  ClaimRevised: { 1: { data: CLAIM_REVISED } },
  ClaimRetracted: { 1: { data: CLAIM_RETRACTED } },
  IncidentReclassified: { 1: { data: INCIDENT_RECLASSIFIED } },
  IncidentMerged: { 1: { data: INCIDENT_MERGED } },
  IncidentUnmerged: { 1: { data: INCIDENT_UNMERGED } },
  ObservationRecorded: { 1: { data: OBSERVATION_RECORDED } },
  SourceRegistered: { 1: { data: SOURCE_REGISTERED } },
  SourceChecked: { 1: { data: SOURCE_CHECKED } },
  SourceDegraded: { 1: { data: SOURCE_DEGRADED } },
  SourceRecovered: { 1: { data: SOURCE_RECOVERED } },
  FactCorrected: { 1: { data: FACT_CORRECTED_1, upcast: factCorrectedFrom1 }, 2: { data: FACT_CORRECTED_2 } },
  FactRetracted: { 1: { data: FACT_RETRACTED } },
};
