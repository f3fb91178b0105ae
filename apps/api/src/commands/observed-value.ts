import { STATUSES } from '../../../../libs/situations/src/index.js';

type Fault = {
  code: 'wrong-type' | 'missing' | 'unknown-field' | 'not-allowed-value' | 'out-of-range' | 'malformed' | 'too-long';
  message: string;
};
type Check = (value: unknown) => Fault | undefined;
type Shape = { required: Readonly<Record<string, Check>>; optional?: Readonly<Record<string, Check>> };

const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value)
      ? undefined
      : { code: 'not-allowed-value', message: `is none of ${values.join(', ')}` };

const amount =
  (max: number): Check =>
  (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'wrong-type', message: 'is no number' };
    return value >= 0 && value <= max ? undefined : { code: 'out-of-range', message: `is not from 0 to ${max}` };
  };

const text =
  (max: number): Check =>
  (value) => {
    if (typeof value !== 'string' || value.trim() === '') return { code: 'wrong-type', message: 'is no text' };
    return value.length <= max ? undefined : { code: 'too-long', message: `is longer than ${max}` };
  };

const form =
  (pattern: RegExp, message: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : { code: 'malformed', message };

const CLOCK = form(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time HH:MM');
const MOST_TANKERS = 100_000;
const HIGHEST_PRICE = 1_000_000_000;

/** What the value of a kind without a list of statuses may hold. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'fuel-inflow': { required: { tankersPerDay: amount(MOST_TANKERS) } },
  'fuel-price': {
    required: { low: amount(HIGHEST_PRICE), currency: form(/^[A-Z]{3}$/, 'is no ISO 4217 code') },
    optional: { high: amount(HIGHEST_PRICE), normal: amount(HIGHEST_PRICE), market: text(60) },
  },
  power: { required: { hoursPerDay: amount(24) } },
  curfew: { required: { from: CLOCK, to: CLOCK } },
  context: { required: { text: text(5000) } },
};

/** Kinds that may also say, instead of their value, that there is none. */
const STATUS_INSTEAD: Readonly<Record<string, readonly string[]>> = {
  'fuel-inflow': ['unknown'],
  'fuel-price': ['unknown'],
  power: ['unknown'],
  curfew: ['none', 'unknown'],
};

const shapeOf = (kind: string, value: object): Shape | undefined => {
  const statuses: readonly string[] | undefined = Object.hasOwn(STATUSES, kind)
    ? STATUSES[kind as keyof typeof STATUSES]
    : STATUS_INSTEAD[kind];
  if (statuses !== undefined && (SHAPES[kind] === undefined || 'status' in value)) return { required: { status: oneOf(statuses) } };
  return SHAPES[kind];
};

/** What is wrong with the value of an observation of this kind; nothing where the kind itself is none. */
export const faultOfValue = (kind: unknown, value: unknown): Fault | undefined => {
  if (value === undefined) return { code: 'missing', message: 'is missing' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { code: 'wrong-type', message: 'is no object' };
  const shape = typeof kind === 'string' ? shapeOf(kind, value) : undefined;
  if (shape === undefined) return undefined;
  const named = (field: string, fault: Fault | undefined) => fault && { ...fault, message: `${field} ${fault.message}` };
  const known = { ...shape.required, ...shape.optional };
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(known, field)) return { code: 'unknown-field', message: `${field} is not known of ${String(kind)}` };
  }
  for (const [field, check] of Object.entries(known)) {
    const given = (value as Record<string, unknown>)[field];
    if (given === undefined && field in shape.required) return { code: 'missing', message: `${field} is missing` };
    const fault = given === undefined ? undefined : named(field, check(given));
    if (fault !== undefined) return fault;
  }
  return undefined;
};
