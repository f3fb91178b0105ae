export type { Confidence, Fact, Grade, Occurred, Place, Precision, Published, Source } from './fact.js';
export {
  boundMs,
  CONFIDENCE_WEIGHT,
  confidenceOf,
  DAY_MS,
  dayOf,
  instantMs,
  iso,
  knownToPublicMs,
  occurredRange,
  publishedMs,
  type Range,
  rangeOf,
} from './times.js';

export type {
  CloseSituation,
  OpenSituation,
  ReopenSituation,
  SetSituationParameters,
  SituationCommand,
} from './situation/situation.commands.js';
export type {
  Corridor,
  FuelBaseline,
  MainCarrier,
  NamedPlace,
  Parameters,
  SituationClosed,
  SituationEvent,
  SituationOpened,
  SituationParametersSet,
  SituationReopened,
} from './situation/situation.events.js';

export type { AdvisoryCommand, RecordNotice } from './advisory/advisory.commands.js';
export type { AdvisoryChanged, AdvisoryEvent, AdvisoryObserved, Facets, Level, Notice } from './advisory/advisory.events.js';

export type {
  AddClaim,
  IncidentCommand,
  ReclassifyIncident,
  ReportIncident,
  RetractClaim,
  ReviseClaim,
} from './incident/incident.commands.js';
export {
  type Claim,
  type ClaimAdded,
  type ClaimRetracted,
  type ClaimRevised,
  type Figure,
  INCIDENT_KINDS,
  type IncidentEvent,
  type IncidentKind,
  type IncidentReclassified,
  type IncidentReported,
} from './incident/incident.events.js';

export type { ObservationCommand, RecordObservation } from './observation/observation.commands.js';
export {
  type ObservationEvent,
  type ObservationKind,
  type ObservationRecorded,
  type Observed,
  STATUSES,
  type StatusKind,
} from './observation/observation.events.js';

export type { CheckSource, DegradeSource, RecoverSource, RegisterSource, SourceCommand } from './source/source.commands.js';
export type { SourceChecked, SourceDegraded, SourceEvent, SourceRecovered, SourceRegistered } from './source/source.events.js';

export { isCorrectable, mustBeCorrectable, type Recording, replacementOf } from './correction/correctable.js';
export { type Identified, standing } from './correction/corrected-history.js';
export type { CorrectFact, CorrectionCommand, RetractFact } from './correction/correction.commands.js';
export type { Cause, Correctable, CorrectionEvent, FactCorrected, FactRetracted } from './correction/correction.events.js';
export { commandOfEvent } from './command-of-event.js';
export { type Decision, decisionOn } from './decision.js';
export type { DomainEvent } from './domain-event.js';
export { type DomainCommand, type Handling, handlingOf, SOURCES_SITUATION } from './handling.js';
export type { MergeCommand, MergeIncident, UnmergeIncident } from './incident/merge.commands.js';
export type { IncidentMerged, IncidentUnmerged, MergeEvent } from './incident/merge.events.js';
export { EVENT_SCHEMAS, type EventType } from './event-schemas.js';
export type { JsonSchema } from './json-schema.js';
