import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { anObservation } from './domain.example.js';
import { EVENT_SCHEMAS, type EventType } from './event-schemas.js';
import { FULL, VALUES } from './stored-events.example.js';
import { TIME_FORMATS } from './time-formats.js';
import { instantMs, rangeOf } from './times.js';

const ajv = new Ajv({ strict: true, allErrors: true });
/** Of the newest shape of each type. The older ones are compiled too: a program does that only when it reads one. */
const validators = new Map(
  Object.entries(EVENT_SCHEMAS).map(([type, numbers]) => [
    type,
    Object.values(numbers)
      .map(({ data }) => ajv.compile(data))
      .at(-1),
  ]),
);
const readable = (type: EventType, data: unknown) => validators.get(type)?.(data);

/** Paths from the type of the event, list indices as `*`. */
const OPTIONAL = [
  /\.(summary|remarks|confidence|publishedAt|observedAt|notAfter|zone|original|url|grade|alsoSee|evidence|lat|lon|group|low|high)$/,
  /\.(note|content|understatedAccordingTo|validFrom|validTo|\*)$/,
  /\.facets\.\w+$/,
  /\.sections\.\w+$/,
  /\.parameters\.\w+$/,
  /\.occurred\.to$/,
  /\.shares\.\*\.from$/,
  /\.places?(\.\*)?\.(precision|basis)$/,
  /\.claims?(\.\*)?\.(source|text)$/,
  /^ObservationRecorded\.place$/,
];
const optional = (path: readonly string[], type: string): boolean => {
  const joined = [type, ...path].map((key) => key.replace(/^\d+$/, '*')).join('.');
  return OPTIONAL.some((pattern) => pattern.test(joined));
};

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;
const paths = (value: unknown, at: readonly string[] = []): string[][] =>
  isTree(value) ? Object.keys(value).flatMap((key) => [[...at, key], ...paths(value[key], [...at, key])]) : [];
const without = (value: unknown, [key = '', ...rest]: readonly string[]): unknown => {
  const copy = structuredClone(value) as Tree;
  if (rest.length > 0) copy[key] = without(copy[key], rest);
  else delete copy[key];
  return Array.isArray(value) ? Object.values(copy) : copy;
};

const cases = FULL.map(({ type, ...data }): [EventType, unknown] => [type, data]);

describe('the schema of a stored event', () => {
  it('is there for every type', () => expect(cases.map(([type]) => type).sort()).toEqual(Object.keys(EVENT_SCHEMAS).sort()));
  it.each(cases)('takes %s with every field, and with more', (type, data) => {
    expect(readable(type, data)).toBe(true);
    expect(readable(type, { ...(data as Tree), type, later: 1 })).toBe(true);
  });
  it.each(cases)('needs the required fields of %s, and no other', (type, data) => {
    for (const path of paths(data))
      expect([path.join('.'), readable(type, without(data, path))]).toEqual([path.join('.'), optional(path, type)]);
  });
  it.each(cases)('takes no other JSON type for a field of %s', (type, data) => {
    const wrong = (path: readonly string[], at: unknown = data): unknown => {
      const [key = '', ...rest] = path;
      const copy = structuredClone(at) as Tree;
      copy[key] = rest.length > 0 ? wrong(rest, copy[key]) : isTree(copy[key]) || typeof copy[key] === 'boolean' ? 1 : true;
      return copy;
    };
    for (const path of paths(data)) expect([path.join('.'), readable(type, wrong(path))]).toEqual([path.join('.'), false]);
  });
});

describe('the schema of an observation', () => {
  const observed = (over: object) => readable('ObservationRecorded', { ...anObservation(), ...over });
  it.each(VALUES)('takes %j', (value) => expect(observed(value)).toBe(true));
  it.each([
    { kind: 'airport-status', value: { status: 'escorted' } },
    { kind: 'weather', value: { status: 'unknown' } },
    { kind: 'fuel-inflow', value: { status: 'open' } },
    { kind: 'curfew', value: { from: '9 pm', to: '06:00' } },
    { kind: 'context', value: { status: 'unknown' } },
  ])('takes no %j', (value) => expect(observed(value)).toBe(false));
});

describe('the times of a stored event', () => {
  const text = fc.oneof(
    fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d$/),
    fc.stringMatching(/^(19|20)\d\d-02-(28|29|30)$/),
    fc.stringMatching(/^\d{4}(-[01]\d)?$/),
    fc.stringMatching(/^2025-(02|04)-[23]\dT[0-2]\d:[0-6]\d:[0-6]\d(\.\d{1,3})?(Z|[+-][0-2]\d:[0-6]\d)$/),
  );
  const real = (day: string) => new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true && !/^00|^9999/.test(day);
  it('are those that can be placed in time', () =>
    fc.assert(
      fc.property(text, fc.constantFrom('instant', 'minute', 'hour', 'day', 'month', 'year'), (from, precision) => {
        const data = { ...anObservation(), occurred: { from, precision } };
        expect(readable('ObservationRecorded', data)).toBe(rangeOf(from, precision) !== undefined);
      }),
      { numRuns: 3_000 },
    ));
  it('name real days', () =>
    fc.assert(
      fc.property(text, (at) => {
        if (at.length === 10) expect(new RegExp(TIME_FORMATS.day).test(at)).toBe(real(at));
        const ms = instantMs(at);
        if (ms !== undefined) expect([real(at.slice(0, 10)), Number.isFinite(ms)]).toEqual([true, true]);
      }),
      { numRuns: 3_000 },
    ));
});
