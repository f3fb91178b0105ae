// These names and shapes are the storage format. Never edit one in place: add a schema number and an upcaster.
import type { Fact, Place } from '../fact.js';

/** The statuses that each kind may take; `unknown` is a value of every kind, not an absence. */
export const STATUSES = {
  'corridor-status': ['open', 'escorted', 'restricted', 'closed', 'unknown'],
  'airport-status': ['open', 'disrupted', 'closed', 'unknown'],
  'blockade-status': ['declared', 'escalated', 'eased', 'lifted', 'unknown'],
  'fuel-availability': ['normal', 'short', 'dry', 'unknown'],
  rationing: ['none', 'partial', 'full', 'unknown'],
  schools: ['open', 'closed', 'unknown'],
  'carrier-status': ['operating', 'suspended', 'unknown'],
} as const;
export type StatusKind = keyof typeof STATUSES;
type Unknown = { status: 'unknown' };

export type Observed =
  | { [Kind in StatusKind]: { kind: Kind; value: { status: (typeof STATUSES)[Kind][number] } } }[StatusKind]
  /** Tankers a day over the range of `occurred`. */
  | { kind: 'fuel-inflow'; value: { tankersPerDay: number } | Unknown }
  /** Price of a litre in `currency` (ISO 4217). */
  | { kind: 'fuel-price'; value: { low: number; high?: number; normal?: number; currency: string; market?: string } | Unknown }
  /** Hours of mains power a day. */
  | { kind: 'power'; value: { hoursPerDay: number } | Unknown }
  /** Local hours `HH:MM` between which it holds; `none` when it was ended. */
  | { kind: 'curfew'; value: { from: string; to: string } | { status: 'none' } | Unknown }
  /** What else belongs to the story and has no state of its own. */
  | { kind: 'context'; value: { text: string } };
export type ObservationKind = Observed['kind'];

export type ObservationRecorded = { type: 'ObservationRecorded' } & Fact &
  Observed & {
    observationId: string;
    /** What the kind is observed of: a corridor, a carrier, a town, `country`. */
    subject: string;
    place?: Place;
    summary?: string;
    /** From when the value holds, where not from `occurred`: RFC 3339 instant, or a day (its start). */
    validFrom?: string;
    /** Until when it holds: RFC 3339 instant, or the last day on which it holds. Until superseded where absent. */
    validTo?: string;
  };

export type ObservationEvent = ObservationRecorded;
