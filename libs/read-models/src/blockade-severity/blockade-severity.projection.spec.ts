import { describe, expect, it } from '@jest/globals';
import { idAt, recorded } from '../../../../test/support/recorded.js';
import { blockadeSeverityProjection } from './blockade-severity.projection.js';

const always = { validFrom: '0001-01-01T00:00:00.000Z', day: '0001-01-01', seq: 0 };
const source = { id: 'afp', title: 'AFP' };
const DAY = Date.parse('2025-09-14T00:00:00Z');

describe('the inputs of the severity', () => {
  it('are what was observed', () =>
    expect(
      blockadeSeverityProjection.project(
        recorded({
          type: 'ObservationRecorded',
          kind: 'fuel-inflow',
          value: { tankersPerDay: 8 },
          observationId: 'o1',
          subject: 'country',
          occurred: { from: '2025-11-08', to: '2025-11-09', precision: 'day' },
          source,
          validTo: '2025-11-20T00:00:00Z',
        }),
      ),
    ).toEqual([
      {
        op: 'assert',
        key: 'observation/fuel-inflow/country',
        value: {
          type: 'observation',
          fact: 'observation/fuel-inflow/country#o1',
          eventId: idAt(1),
          start: Date.parse('2025-11-08T00:00:00Z'),
          end: Date.parse('2025-11-10T00:00:00Z'),
          confidence: 'medium',
          subject: 'country',
          kind: 'fuel-inflow',
          value: { tankersPerDay: 8 },
          validTo: Date.parse('2025-11-20T00:00:00Z'),
        },
        validFrom: '2025-11-08T00:00:00.000Z',
        validTo: '2025-11-20T00:00:00.000Z',
        day: '2025-11-08',
        seq: 0,
      },
    ]));

  it('are incidents, their claims and their kinds', () => {
    const claim = { claimId: 'c', figures: [] };
    const report = {
      type: 'IncidentReported',
      incidentId: 'kayes',
      kind: 'attack',
      place: { name: 'Kayes' },
      actors: [],
      occurred: { from: '2025-09-14', precision: 'day' },
      source,
      confidence: 'low',
      claims: [claim],
    } as const;
    const asserted = {
      op: 'assert',
      key: 'incident/kayes/claim/c',
      value: claim,
      ...always,
      seq: 1,
    };
    expect(blockadeSeverityProjection.project(recorded(report))).toEqual([
      {
        op: 'assert',
        key: 'incident/kayes',
        value: {
          type: 'incident',
          fact: 'incident/kayes',
          eventId: idAt(1),
          start: DAY,
          end: DAY + 86_400_000,
          confidence: 'low',
          kind: 'attack',
        },
        validFrom: '2025-09-14T00:00:00.000Z',
        day: '2025-09-14',
        seq: 0,
      },
      asserted,
    ]);
    expect(blockadeSeverityProjection.project(recorded({ type: 'ClaimAdded', incidentId: 'kayes', claim }))).toEqual([asserted]);
    expect(
      blockadeSeverityProjection.project(recorded({ type: 'IncidentReclassified', incidentId: 'kayes', kind: 'other', reason: 'x' })),
    ).toEqual([{ op: 'assert', key: 'incident/kayes/kind', value: { kind: 'other', reason: 'x' }, ...always, seq: 1 }]);
  });

  it('are the parameters by name, known from their record', () =>
    expect(
      blockadeSeverityProjection.project(
        recorded({ type: 'SituationParametersSet', parameters: { fuelBaseline: { tankersPerDay: 250, source } } }),
      ),
    ).toEqual([
      {
        op: 'assert',
        key: 'parameters/fuelBaseline',
        value: { tankersPerDay: 250, source },
        ...always,
        published: '2026-05-01T00:00:00.000Z',
      },
    ]));

  it('are not guidance', () =>
    expect(blockadeSeverityProjection.project(recorded({ type: 'SourceRecovered', sourceId: 's', at: '2026-01-01T00:00:00Z' }))).toEqual(
      [],
    ));
});
