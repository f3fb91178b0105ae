import fc from 'fast-check';
import { INCIDENT_KINDS, type IncidentKind, type Observed, rangeOf } from '../../situations/src/index.js';
import type { IncidentInput, ObservationInput, SeverityInput, SeverityParameters } from './inputs.js';

export const DAY = 86_400_000;

/** Milliseconds of a day's start (`2025-11-08`) or of an instant. */
export const ms = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);

type Extra = { to?: string; validTo?: string; order?: number; confidence?: 'high' | 'medium' | 'low'; eventId?: string; fact?: string };

const common = (what: string, when: string, { to, order, confidence, eventId, fact }: Extra) => {
  const last = to ?? when;
  const range = rangeOf(last, last.length === 10 ? 'day' : 'instant');
  const id = eventId ?? `${what}@${when}`;
  return {
    fact: fact ?? id,
    eventId: id,
    start: ms(when),
    end: range?.end ?? ms(when),
    confidence: confidence ?? 'high',
    order: order ?? 0,
  };
};

/** A report of a day (`YYYY-MM-DD`, a range) or an instant; its event id is `<kind>/<subject>@<when>` unless given. */
export const observed = (what: Observed, when: string, subject = 'country', extra: Extra = {}): ObservationInput => ({
  type: 'observation',
  subject,
  ...what,
  ...common(`${what.kind}/${subject}`, when, extra),
  ...(extra.validTo !== undefined && { validTo: ms(extra.validTo) }),
});

export const attacked = (kind: IncidentKind, when: string, tankersLow = 0, extra: Extra = {}): IncidentInput => ({
  type: 'incident',
  kind,
  tankersLow,
  ...common(kind, when, extra),
});

export const parameters: SeverityParameters = {
  corridors: [
    { subject: 'north', shares: [{ share: 0.4 }] },
    { subject: 'south', shares: [{ share: 0.6 }] },
  ],
  fuelBaseline: { tankersPerDay: 100 },
  mainCarriers: [{ subject: 'main-bus' }],
};

const FIRST = ms('2025-09-01');

const what: fc.Arbitrary<Observed> = fc.oneof(
  fc.constantFrom('open', 'escorted', 'restricted', 'closed', 'unknown').map((status) => ({ kind: 'corridor-status', value: { status } })),
  fc.constantFrom('open', 'disrupted', 'closed', 'unknown').map((status) => ({ kind: 'airport-status', value: { status } })),
  fc.constantFrom('declared', 'escalated', 'eased', 'lifted', 'unknown').map((status) => ({ kind: 'blockade-status', value: { status } })),
  fc.constantFrom('normal', 'short', 'dry', 'unknown').map((status) => ({ kind: 'fuel-availability', value: { status } })),
  fc.constantFrom('none', 'partial', 'full', 'unknown').map((status) => ({ kind: 'rationing', value: { status } })),
  fc.constantFrom('open', 'closed', 'unknown').map((status) => ({ kind: 'schools', value: { status } })),
  fc.constantFrom('operating', 'suspended', 'unknown').map((status) => ({ kind: 'carrier-status', value: { status } })),
  fc.integer({ min: 0, max: 150 }).map((tankersPerDay) => ({ kind: 'fuel-inflow', value: { tankersPerDay } })),
  fc.constant({ kind: 'fuel-inflow', value: { status: 'unknown' } }),
  fc.integer({ min: 0, max: 24 }).map((hoursPerDay) => ({ kind: 'power', value: { hoursPerDay } })),
  fc.constant({ kind: 'context', value: { text: 'x' } }),
) as fc.Arbitrary<Observed>;

const times = fc.record({
  // Midnights of one season and times between them, so that reports meet, overlap, run out and tie.
  start: fc.oneof(
    fc.nat(120).map((day) => FIRST + day * DAY),
    fc.nat(3).map((month) => FIRST + month * 30 * DAY),
    fc.nat(120 * 24).map((hour) => FIRST + hour * 3_600_000),
    fc.integer({ min: -400, max: 0 }).map((day) => FIRST + day * DAY),
  ),
  length: fc.constantFrom(0, DAY, DAY, 2 * DAY, 30 * DAY),
  confidence: fc.constantFrom('high' as const, 'medium' as const, 'low' as const),
});

const input: fc.Arbitrary<SeverityInput> = fc.oneof(
  fc.tuple(times, what, fc.constantFrom('north', 'south', 'main-bus', 'country'), fc.option(fc.nat(60), { freq: 3 })).map(
    ([{ start, length, confidence }, observed, subject, validDays]) =>
      ({
        type: 'observation',
        subject,
        ...observed,
        start,
        end: start + length,
        confidence,
        fact: '',
        eventId: '',
        order: 0,
        ...(validDays !== null && { validTo: start + (validDays + 1) * DAY }),
      }) satisfies SeverityInput,
  ),
  fc
    .tuple(times, fc.constantFrom(...INCIDENT_KINDS), fc.constantFrom(0, 0, 3, 40, 500))
    .map(([{ start, length, confidence }, kind, tankersLow]): SeverityInput => ({
      type: 'incident',
      kind,
      tankersLow,
      start,
      end: start + length,
      confidence,
      fact: '',
      eventId: '',
      order: 0,
    })),
);

/** Each with an id and a rank of its own, as a read model hands them over. */
export const inputSets = (maxLength = 30): fc.Arbitrary<readonly SeverityInput[]> =>
  fc
    .array(input, { maxLength })
    .map((all) => all.map((one, index) => ({ ...one, fact: `f${index}`, eventId: `e${(index * 7) % 31}-${index}`, order: index })));

export const moments: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -20, max: 200 }).map((day) => FIRST + day * DAY),
  fc.integer({ min: -480, max: 4800 }).map((hour) => FIRST + hour * 3_600_000),
);

export const parameterSets: fc.Arbitrary<SeverityParameters> = fc.constantFrom<SeverityParameters>(
  parameters,
  parameters,
  parameters,
  {},
  {
    ...parameters,
    corridors: [
      { subject: 'north', shares: [{ share: 0.4 }, { from: '2025-10-20', share: 0.1 }] },
      { subject: 'south', shares: [{ from: '2025-10-01', share: 0.6 }] },
    ],
  },
);
