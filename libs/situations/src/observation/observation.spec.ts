import { describe, expect, it } from '@jest/globals';
import { specify } from '../../../decider/src/specify.js';
import { anObservation, closed, faultOf, opened } from '../domain.example.js';
import type { ObservationCommand } from './observation.commands.js';
import type { ObservationEvent, Observed } from './observation.events.js';
import { observation } from './observation.js';

const { given } = specify(observation);
type Over = Parameters<typeof anObservation>[0];
const record = (over: Over = {}): ObservationCommand => ({ type: 'RecordObservation', ...anObservation(over) });
const recorded = (over: Over = {}): ObservationEvent => ({ type: 'ObservationRecorded', ...anObservation(over) });

describe('recording an observation', () => {
  it('records it', () => given(opened).when(record()).thenEmits(recorded()));
  it('does nothing for the same report, even when closed', () => {
    given(opened, recorded()).when(record()).thenNothing();
    given(opened, recorded(), closed).when(record()).thenNothing();
  });
  it('does nothing for the same report seen again later', () =>
    given(opened, recorded())
      .when(record({ observedAt: '2025-11-01T00:00:00Z' }))
      .thenNothing());
  it('records what another report says of the same subject', () =>
    given(opened, recorded())
      .when(record({ observationId: 'o-2' }))
      .thenEmits(recorded({ observationId: 'o-2' })));
  it('is rejected with other content', () =>
    given(opened, recorded())
      .when(record({ value: { status: 'open' } }))
      .thenRejects('observation-differs'));
  it('is rejected on an unknown situation', () => given().when(record()).thenRejects('situation-not-found'));
  it('is rejected on a closed situation', () => given(opened, closed).when(record()).thenRejects('situation-closed'));
});

describe('what an observation says', () => {
  it.each<[string, string, Over]>([
    ['id-malformed', 'observationId', { observationId: '-' }],
    ['id-malformed', 'subject', { subject: 'Kayes/Bamako' }],
    ['time-malformed', 'occurred.from', { occurred: { from: '2025', precision: 'month' } }],
    ['time-malformed', 'validFrom', { validFrom: '2025-10' }],
    ['time-malformed', 'validTo', { validTo: 'soon' }],
    ['valid-range', 'validTo', { validTo: '2025-10-29' }],
    ['valid-range', 'validTo', { validFrom: '2025-11-01', validTo: '2025-10-31' }],
    ['coordinates-range', 'place.lat', { place: { name: 'Kayes', lat: -91, lon: 0 } }],
  ])('is rejected as %s, naming %s: %j', (reason, field, over) =>
    expect(faultOf(observation, [opened], record(over))).toEqual({ reason, field }),
  );
  it.each<Over>([
    { validFrom: '2025-10-30', validTo: '2025-10-30' },
    { occurred: { from: '2025-10-30', precision: 'day', zone: '-04:00' }, validTo: '2025-10-30' },
    { occurred: { from: '2025-10-26', precision: 'day' }, validFrom: '2025-10-27', validTo: '2025-11-09' },
  ])('may hold over %j', (over) => expect(faultOf(observation, [opened], record(over))).toBeUndefined());
});

describe('the value of an observation', () => {
  const fault = (observed: Observed) =>
    faultOf(observation, [opened], { ...anObservation(), type: 'RecordObservation', ...observed } as ObservationCommand);
  it.each<[string, Observed]>([
    ['value.tankersPerDay', { kind: 'fuel-inflow', value: { tankersPerDay: -1 } }],
    ['value.low', { kind: 'fuel-price', value: { low: 3000, high: 2500, currency: 'XOF' } }],
    ['value.low', { kind: 'fuel-price', value: { low: -1, currency: 'XOF' } }],
    ['value.normal', { kind: 'fuel-price', value: { low: 1, normal: -1, currency: 'XOF' } }],
    ['value.currency', { kind: 'fuel-price', value: { low: 725, currency: 'francs' } }],
    ['value.hoursPerDay', { kind: 'power', value: { hoursPerDay: 25 } }],
    ['value.hoursPerDay', { kind: 'power', value: { hoursPerDay: -1 } }],
    ['value.from', { kind: 'curfew', value: { from: '9 pm', to: '06:00' } }],
    ['value.to', { kind: 'curfew', value: { from: '21:00', to: '24:00' } }],
  ])('is rejected, naming %s: %j', (field, observed) => expect(fault(observed)).toEqual({ reason: 'value-invalid', field }));
  it('has words where it is context', () =>
    expect(fault({ kind: 'context', value: { text: ' ' } })).toEqual({ reason: 'text-missing', field: 'value.text' }));
  it.each<Observed>([
    { kind: 'fuel-inflow', value: { tankersPerDay: 0 } },
    { kind: 'fuel-inflow', value: { status: 'unknown' } },
    { kind: 'fuel-price', value: { low: 2500, high: 3000, normal: 750, currency: 'XOF' } },
    { kind: 'fuel-price', value: { status: 'unknown' } },
    { kind: 'power', value: { hoursPerDay: 24 } },
    { kind: 'power', value: { status: 'unknown' } },
    { kind: 'curfew', value: { from: '21:00', to: '06:00' } },
    { kind: 'curfew', value: { status: 'none' } },
    { kind: 'corridor-status', value: { status: 'escorted' } },
    { kind: 'context', value: { text: 'talks deadlocked' } },
  ])('may be %j', (observed) => expect(fault(observed)).toBeUndefined());
});
