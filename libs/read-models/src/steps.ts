import { DAY_MS } from '../../situations/src/index.js';

/** Milliseconds between two points of a curve, or two stops of a replay, at fixed distances. */
export const STEPS = { hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS } as const;
export type Step = keyof typeof STEPS;
