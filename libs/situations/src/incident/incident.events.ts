// These names and shapes are the storage format. Never edit one in place: add a schema number and an upcaster.
import type { Confidence, Fact, Place, Published, Source } from '../fact.js';

export const INCIDENT_KINDS = [
  'convoy-attacked',
  'coordinated-attack',
  'attack',
  'abduction',
  'bus-burned',
  'kidnapping',
  'convoy-arrived',
  'release',
  'military-operation',
  'other',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** A number that a source gives. Figures are compared only within one measure and group: soldiers are not drivers. */
export type Figure = {
  /** killed, wounded, abducted, released, tankers-destroyed, tankers, … */
  measure: string;
  /** drivers, soldiers, civilians, …; all where absent. */
  group?: string;
  low?: number;
  high?: number;
  /** The source's own words: `dozens`, `~50`. */
  text: string;
};

/** What one source says of an incident. Times, source and confidence are the incident's where absent. */
export type Claim = {
  claimId: string;
  source?: Source;
  confidence?: Confidence;
  publishedAt?: Published;
  observedAt?: string;
  figures: readonly Figure[];
  text?: string;
};

export type IncidentReported = { type: 'IncidentReported' } & Fact & {
    incidentId: string;
    kind: IncidentKind;
    place: Place;
    actors: readonly string[];
    summary?: string;
    claims: readonly Claim[];
  };
export type ClaimAdded = { type: 'ClaimAdded'; incidentId: string; claim: Claim };
/** The claim as its source now states it; the earlier one no longer stands. */
export type ClaimRevised = { type: 'ClaimRevised'; incidentId: string; claim: Claim };
export type ClaimRetracted = {
  type: 'ClaimRetracted';
  incidentId: string;
  claimId: string;
  reason: string;
  publishedAt?: Published;
  observedAt?: string;
};
export type IncidentReclassified = {
  type: 'IncidentReclassified';
  incidentId: string;
  kind: IncidentKind;
  reason: string;
  publishedAt?: Published;
  observedAt?: string;
};

export type IncidentEvent = IncidentReported | ClaimAdded | ClaimRevised | ClaimRetracted | IncidentReclassified;
