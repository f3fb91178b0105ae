import type { ObservationInput, SeverityInput } from './inputs.js';
import { compareText } from './sorted-times.js';

/** What one report says to one component at one moment. */
export type Reading = {
  readonly input: SeverityInput;
  readonly reported: string | number;
  /** What the formula makes of the report: 0..1, or the decayed term of an attack. */
  readonly value: number;
  /** Its part of the component's value, in any unit common to the component: points are shared out by it. */
  readonly part: number;
  readonly share?: number;
};

/** One component over time. */
export type Gauge = {
  /** 0..1, or null where unknown. Equal for equal inputs, in whatever order they came. */
  readonly valueAt: (at: number) => number | null;
  /** The reports that the value rests on, in (occurred, event id) order. */
  readonly readingsAt: (at: number) => readonly Reading[];
  /** Every report that the component would read at some moment. */
  readonly reports: readonly SeverityInput[];
};

/** End of what a report speaks of; a report is never of a time before it holds. */
export const endOf = ({ start, end }: SeverityInput): number => Math.max(start, end);

export const byOccurred = (a: SeverityInput, b: SeverityInput): number =>
  a.start - b.start || compareText(a.eventId, b.eventId) || a.order - b.order;

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));

const SCALE: { readonly [kind: string]: { readonly [status: string]: number } } = {
  'corridor-status': { open: 0, escorted: 0.5, restricted: 0.5, closed: 1 },
  'airport-status': { open: 0, disrupted: 0.3, closed: 1 },
  'fuel-availability': { normal: 0, short: 0.5, dry: 1 },
  rationing: { none: 0, partial: 0.5, full: 1 },
  schools: { open: 0, closed: 1 },
  'carrier-status': { operating: 0, suspended: 0.6 },
};

/** The report as a number: loss in 0..1, or tankers a day of an inflow. Undefined where unknown or of a kind that has none. */
export const amountOf = (input: ObservationInput): number | undefined => {
  switch (input.kind) {
    case 'fuel-inflow':
      return 'status' in input.value ? undefined : input.value.tankersPerDay;
    case 'power':
      return 'status' in input.value ? undefined : clamp01(1 - input.value.hoursPerDay / 24);
    case 'corridor-status':
    case 'airport-status':
    case 'fuel-availability':
    case 'rationing':
    case 'schools':
    case 'carrier-status':
      return SCALE[input.kind]?.[input.value.status];
    case 'blockade-status':
    case 'fuel-price':
    case 'curfew':
    case 'context':
      return undefined;
  }
};

export const reportedOf = (input: SeverityInput): string | number => {
  if (input.type === 'incident') return input.tankersLow;
  if (input.kind === 'fuel-inflow' && 'tankersPerDay' in input.value) return input.value.tankersPerDay;
  if (input.kind === 'power' && 'hoursPerDay' in input.value) return input.value.hoursPerDay;
  return 'status' in input.value ? input.value.status : '';
};
