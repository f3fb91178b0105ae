import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { aNotice, anObservation } from './domain.example.js';
import { EVENT_SCHEMAS, type EventType } from './event-schemas.js';
import { FULL } from './stored-events.example.js';

type Data = Record<string, unknown>;
const ajv = new Ajv({ strict: true });
const step = (type: EventType) => {
  const { 1: older, 2: newer } = EVENT_SCHEMAS[type];
  return { upcast: older!.upcast!, takes: ajv.compile(older!.data), gives: ajv.compile(newer!.data) };
};
const { understatedAccordingTo: _, ...notice } = FULL.find(({ type }) => type === 'AdvisoryChanged') as unknown as Data;

describe.each(['AdvisoryObserved', 'AdvisoryChanged'] as const)('%s of schema 1', (type) => {
  const { upcast, takes, gives } = step(type);
  it.each<[string, Data, Data]>([
    ['asserted by its own source', { assertedUnderstates: true }, { understatedAccordingTo: 'press' }],
    ['not asserted', { assertedUnderstates: false }, {}],
    ['not said', {}, {}],
    ['beside a field that it did not know', { understatedAccordingTo: 5 }, {}],
  ])('becomes schema 2: %s', (_name, said, expected) => {
    const data = { ...notice, ...said };
    const before = structuredClone(data);
    expect(takes(data)).toBe(true);
    expect(upcast(data)).toEqual({ ...notice, ...expected });
    expect(data).toEqual(before);
  });
  it('becomes schema 2 whatever it holds', () =>
    fc.assert(
      fc.property(
        fc.record(
          { note: fc.option(fc.string()), assertedUnderstates: fc.boolean(), understatedAccordingTo: fc.json() },
          { requiredKeys: [] },
        ),
        fc.constantFrom('a', 'b'),
        (said, id) => {
          const data = { ...aNotice(), ...said, source: { id, title: 't' } };
          expect([takes(data), gives(upcast(data))]).toEqual([true, true]);
        },
      ),
    ));
});

describe('FactCorrected of schema 1', () => {
  const { upcast, takes, gives } = step('FactCorrected');
  const corrected = (replacement: object) => ({ corrects: 'e-1', reason: 'misread', cause: 'transcription', replacement });
  it('holds a notice of the shape of its day', () => {
    const data = corrected({ ...notice, type: 'AdvisoryChanged', assertedUnderstates: true });
    expect([takes(data), gives(upcast(data))]).toEqual([true, true]);
    expect(upcast(data)).toEqual(corrected({ ...notice, type: 'AdvisoryChanged', understatedAccordingTo: 'press' }));
  });
  it('is as it was where it holds something else', () => {
    const data = corrected({ ...anObservation(), type: 'ObservationRecorded' });
    expect([takes(data), upcast(data)]).toEqual([true, data]);
  });
});
