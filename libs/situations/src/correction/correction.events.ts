// These names and shapes are the storage format. Never edit one in place: add a schema number and an upcaster.
import type { AdvisoryEvent } from '../advisory/advisory.events.js';
import type { Published } from '../fact.js';
import type { ClaimAdded, ClaimRevised, IncidentReported } from '../incident/incident.events.js';
import type { ObservationRecorded } from '../observation/observation.events.js';

/** What may be replaced by a corrected form of itself. */
export type Correctable = AdvisoryEvent | IncidentReported | ClaimAdded | ClaimRevised | ObservationRecorded;

/**
 * Why the record was wrong. `transcription`: we wrote it down wrongly, so the public never knew it like that.
 * `source-revised`: the source said something else later.
 */
export type Cause = 'transcription' | 'source-revised';

/** Stands in the stream of the event that it mends. */
export type FactCorrected = {
  type: 'FactCorrected';
  /** Id of the event whose content stands: the fact as first recorded, or its latest correction. */
  corrects: string;
  replacement: Correctable;
  reason: string;
  cause: Cause;
};
/** Takes back a fact, or undoes a correction or an earlier retraction: then what it had replaced or taken back stands again. */
export type FactRetracted = {
  type: 'FactRetracted';
  retracts: string;
  reason: string;
  cause: Cause;
  publishedAt?: Published;
  observedAt?: string;
};

export type CorrectionEvent = FactCorrected | FactRetracted;
