import type { Confidence, IncidentKind, Observed } from '../../situations/src/index.js';

/**
 * What one known report gives to the score. Plain JSON: a read model stores one such value per assertion, without `order`,
 * and hands over those known at one (knownAt, clock, position). Times are milliseconds since the epoch.
 */
export type StoredSeverityInput = StoredObservationInput | StoredIncidentInput;

type Stored = {
  /** Names the report over its revisions, unique among observations and incidents together: `incident/<id>`, `observation/<id>`. */
  fact: string;
  /** The event that said it as it now stands: that of the last claim or correction that changed it. */
  eventId: string;
  /** From when it holds: start of `validFrom` where stated, else start of the range of `occurred`. */
  start: number;
  /** End of the range of `occurred` (exclusive; equal to `start` for an instant). Age and ttl run from here, or from `start` where that is later. */
  end: number;
  /** As stated, or from the grade of the source; `confidenceOf` of the fact. */
  confidence: Confidence;
};

/** Of any kind: those without a weight in the formula may be handed over or left out, the answer is the same. */
export type StoredObservationInput = Stored & { type: 'observation'; subject: string } & Observed & {
    /** Exclusive end of validity; from then on the value is unknown, never the older one. */
    validTo?: number;
  };

export type StoredIncidentInput = Stored & {
  type: 'incident';
  kind: IncidentKind;
  /** Lowest credible figure of tankers destroyed, from the claim in use; 0 where none is given. */
  tankersLow: number;
};

/** A stored input as it is read: with its rank. */
export type SeverityInput = StoredSeverityInput & {
  /**
   * Rank by (seq, published, position) among the inputs read, ascending: `row_number()` will do. Of two reports of one kind and subject
   * the one of later `start`, then of higher `order`, then of greater event id stands. Nothing else depends on it.
   */
  order: number;
};
export type ObservationInput = Extract<SeverityInput, { type: 'observation' }>;
export type IncidentInput = Extract<SeverityInput, { type: 'incident' }>;

/**
 * The parameters in force, each key from the latest event that named it. The `Parameters` of a situation fit as they are.
 * What is absent makes the component that needs it unknown, never zero.
 */
export type SeverityParameters = {
  /** Share of the normal inflow by corridor; each `share` holds from the start of the UTC day `from` (`YYYY-MM-DD`; always, where absent). */
  corridors?: readonly { subject: string; shares: readonly { from?: string; share: number }[] }[];
  /** Tankers that came in on a normal day. */
  fuelBaseline?: { tankersPerDay: number };
  /** The passenger carriers whose stop counts. */
  mainCarriers?: readonly { subject: string }[];
};
