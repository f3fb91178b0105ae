import { DAY_MS, type IncidentKind } from '../../situations/src/index.js';
import type { ComponentId } from './answer.js';

// The constants of bsi-1. They are judgement, set down once: a change of any makes a new formula with a new id.

export const FORMULA = 'bsi-1';

/** Of 100. */
export const WEIGHTS: Readonly<Record<ComponentId, number>> = {
  'supply-loss': 30,
  'service-disruption': 20,
  'corridor-access': 20,
  'exit-options': 10,
  'attack-pressure': 20,
};

/** Days from the end of its range after which a report counts no more; at exactly that age it still does. */
export const TTL_DAYS: Readonly<Record<ComponentId, number>> = {
  'supply-loss': 14,
  'service-disruption': 30,
  'corridor-access': 30,
  'exit-options': 7,
  'attack-pressure': 180,
};

/** An attack of this age counts half. */
export const HALF_LIFE_MS = 14 * DAY_MS;

/** Coverage below this makes a score provisional. */
export const COVERAGE_ENOUGH = 60;

/** What one incident adds to attack pressure before figures, confidence and age; kinds that are absent add nothing. */
export const ATTACK_WEIGHT: Readonly<Partial<Record<IncidentKind, number>>> = {
  'coordinated-attack': 1.2,
  'convoy-attacked': 1,
  attack: 0.5,
  abduction: 0.4,
  'bus-burned': 0.4,
  kidnapping: 0.3,
};
/** The same for a report on the blockade itself. */
export const BLOCKADE_WEIGHT: Readonly<Record<string, number>> = { declared: 0.8, escalated: 0.5 };

export const DISCLAIMER =
  'A summary of recorded reports by fixed weights, which are judgement. It informs and does not advise: it is no basis for travel decisions.';
