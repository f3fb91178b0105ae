import type { Confidence, Figure, IncidentKind, Occurred, Place, Published, Source } from '../../../situations/src/index.js';

/** A claim that stands: what its source last said, with what it left to the incident filled in. */
export type StandingClaim = {
  claimId: string;
  /** The incident that it was made on. */
  incidentId: string;
  eventId: string;
  source: Source;
  confidence: Confidence;
  publishedAt: Published | null;
  observedAt: string | null;
  recordedAt: string;
  figures: readonly Figure[];
  text: string | null;
};

/** One claim's figure of a measure and group. */
export type ClaimedFigure = { claimId: string; low: number | null; high: number | null; text: string; confidence: Confidence };

export type UsedFigure = {
  /** null where no claim gives a number. */
  low: number | null;
  high?: number;
  /** The source's own words. */
  text: string;
  claimId: string;
  why: string;
};

/** What the claims say of one measure and group (null: of all, or of no named group). */
export type FigureAnswer = {
  measure: string;
  group: string | null;
  used: UsedFigure;
  /** Over all standing claims; null where none gives a number. */
  range: { low: number; high: number } | null;
  claims: ClaimedFigure[];
};

export type Incident = {
  incidentId: string;
  /** The event that reported it. */
  eventId: string;
  /** After reclassification. */
  kind: IncidentKind;
  reportedKind: IncidentKind;
  place: Place;
  actors: readonly string[];
  summary: string | null;
  occurred: Occurred;
  validFrom: string;
  publishedAt: Published | null;
  observedAt: string | null;
  recordedAt: string;
  source: Source;
  confidence: Confidence;
  remarks: readonly string[];
  /** `<partition>-<offset>.<index>` of the report. */
  position: string;
  /** Version of the incident's stream at the position asked. */
  version: number;
  /** The incidents that it speaks for, by id. */
  merged: readonly string[];
  /** The incident that speaks for it; null where it stands for itself. */
  mergedInto: string | null;
  /** Its own and those of the incidents that it speaks for. */
  claims: StandingClaim[];
  figures: FigureAnswer[];
};

export type IncidentFilter = { kind?: IncidentKind };
