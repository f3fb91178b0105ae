import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, IncidentReported } from '../../../situations/src/index.js';
import { recorded } from '../../../../test/support/recorded.js';
import { incidentsProjection } from './incidents.projection.js';

const claim = { claimId: 'union', figures: [{ measure: 'tankers-destroyed', low: 40, text: '~40' }] };
const reported: IncidentReported = {
  type: 'IncidentReported',
  incidentId: 'kayes',
  kind: 'convoy-attacked',
  place: { name: 'Kayes' },
  actors: ['JNIM'],
  occurred: { from: '2025-09-14', precision: 'day' },
  publishedAt: { at: '2025-09-14', precision: 'day', basis: 'assumed' },
  source: { id: 'reuters', title: 'Reuters' },
  claims: [claim, { ...claim, claimId: 'rfi', publishedAt: { at: '2025-09-16T08:00:00Z', precision: 'minute', basis: 'stated' } }],
};
const always = { validFrom: '0001-01-01T00:00:00.000Z', day: '0001-01-01', seq: 1 };
const { type: _type, claims: _claims, ...rest } = reported;
const stream = 'incident/kayes';

describe('the incidents', () => {
  it('assert the report and each claim, with the time of its own source', () =>
    expect(incidentsProjection.project(recorded(reported))).toEqual([
      {
        op: 'assert',
        key: 'kayes',
        value: { ...rest, confidence: 'medium', stream },
        validFrom: '2025-09-14T00:00:00.000Z',
        day: '2025-09-14',
        seq: 0,
      },
      {
        op: 'assert',
        key: 'kayes/claim/union',
        value: claim,
        ...always,
      },
      {
        op: 'assert',
        key: 'kayes/claim/rfi',
        value: reported.claims[1],
        ...always,
        published: '2025-09-16T08:00:00.000Z',
      },
    ]));
  const later: [DomainEvent, string, unknown][] = [
    [{ type: 'ClaimAdded', incidentId: 'kayes', claim }, 'claim/union', claim],
    [{ type: 'ClaimRevised', incidentId: 'kayes', claim }, 'claim/union', claim],
    [{ type: 'ClaimRetracted', incidentId: 'kayes', claimId: 'union', reason: 'wrong' }, 'claim/union', null],
    [
      { type: 'IncidentReclassified', incidentId: 'kayes', kind: 'attack', reason: 'no convoy' },
      'kind',
      { kind: 'attack', reason: 'no convoy' },
    ],
    [{ type: 'IncidentMerged', incidentId: 'kayes', into: 'diboli', reason: 'the same' }, 'merge', { into: 'diboli' }],
    [{ type: 'IncidentUnmerged', incidentId: 'kayes', from: 'diboli', reason: 'not the same' }, 'merge', null],
  ];
  it.each(later)('assert anew what %j says, by the version of the stream', (event, part, value) =>
    expect(incidentsProjection.project(recorded(event, { version: 7 }))).toEqual([
      { op: 'assert', key: `kayes/${part}`, value, ...always, seq: 7 },
    ]),
  );
  it('pass over other events', () =>
    expect(incidentsProjection.project(recorded({ type: 'SituationClosed', reason: 'over' }))).toEqual([]));
});
