import type { Confidence } from '../../situations/src/index.js';

export const COMPONENT_IDS = ['supply-loss', 'service-disruption', 'corridor-access', 'exit-options', 'attack-pressure'] as const;
export type ComponentId = (typeof COMPONENT_IDS)[number];

/** Twenty points each, from the least severe. */
export const BANDS = ['very-low', 'low', 'medium', 'high', 'very-high'] as const;
export type Band = (typeof BANDS)[number];

/** One report as a component reads it. */
export type ComponentInput = {
  eventId: string;
  kind: string;
  /** What it is observed of; absent for an incident. */
  subject?: string;
  /** As reported: the status, tankers a day, hours of power a day; for an incident the tankers destroyed, at the least. */
  reported: string | number;
  /** What the formula makes of it: 0..1; for an attack its decayed term, which may exceed 1. At most six decimals. */
  value: number;
  /** RFC 3339: up to when the report speaks, never after the moment asked. */
  asOf: string;
  confidence: Confidence;
  /** Of a corridor: its share among the corridors of known status, 0..1. */
  share?: number;
};

export type Component = {
  id: ComponentId;
  /** Of 100, before those unknown are left out. */
  weight: number;
  /** 0..1, at most six decimals; null where unknown. */
  value: number | null;
  /** What it adds to the score. At most four decimals; the five add up to the score exactly, in ten-thousandths. */
  points: number;
  /** RFC 3339: of its newest report, never after the moment asked; null without one. */
  asOf: string | null;
  /** Days after `asOf` from which a report no longer counts. */
  ttlDays: number;
  /** The weakest among its reports. Absent where there is none, and for attacks, whose terms are weighed by it. */
  confidence?: Confidence;
  /** The reports it rests on, also those that add no points, in (occurred, event id) order. */
  evidence: readonly string[];
  inputs: readonly ComponentInput[];
};

/** Points of one component that stem from one event; those of a component add up to its points exactly. Never 0. */
export type Contribution = { eventId: string; component: ComponentId; points: number };

/** The score at one moment, as one moment alone tells it. */
export type Score = {
  /** RFC 3339. */
  validAt: string;
  /** 0..100, at most four decimals. */
  score: number;
  /** Sum of the weights known, 20..100: attack pressure is always known. */
  coverage: number;
  /** Coverage below 60. */
  provisional: boolean;
  /** Whole days since the newest report that the formula uses; null before the first. */
  daysSinceLastEvidence: number | null;
  components: readonly Component[];
  contributions: readonly Contribution[];
};

/** The complete answer: the band also needs the days before. */
export type Severity = Score & {
  formula: 'bsi-1';
  band: Band;
  /** Declarations of a blockade that stand, by event: while there is one the band is at least low. */
  blockadeDeclaredBy: readonly string[];
  weights: Readonly<Record<ComponentId, number>>;
  disclaimer: string;
};

/** One moment of a curve; equal to the complete answer at that moment, without its reports. */
export type SeverityPoint = Pick<Severity, 'validAt' | 'score' | 'band' | 'coverage' | 'provisional'> & {
  components: readonly Pick<Component, 'id' | 'value' | 'points'>[];
};
