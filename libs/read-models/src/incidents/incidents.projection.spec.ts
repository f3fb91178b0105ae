import { describe, expect, it } from '@jest/globals';
import type { IncidentReported } from '../../../situations/src/index.js';
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
const always = { validFrom: '0001-01-01T00:00:00.000Z', day: '0001-01-01', seq: 0 };
const { type: _type, claims: _claims, ...rest } = reported;
const stream = 'incident/kayes';
const recordedAt = '2026-05-01T00:00:00.000Z';

describe('the incidents', () => {
  it('assert the report and each claim, with the time of its own source', () =>
    expect(incidentsProjection.project(recorded(reported))).toEqual([
      {
        op: 'assert',
        key: 'kayes',
        fact: 'incident/kayes#report',
        value: { ...rest, confidence: 'medium', stream },
        validFrom: '2025-09-14T00:00:00.000Z',
        day: '2025-09-14',
        seq: 0,
      },
      {
        op: 'assert',
        key: 'kayes/claim/union',
        fact: 'incident/kayes#claim/union',
        value: claim,
        ...always,
        published: '2025-09-15T00:00:00.000Z',
      },
      {
        op: 'assert',
        key: 'kayes/claim/rfi',
        fact: 'incident/kayes#claim/rfi',
        value: reported.claims[1],
        ...always,
        published: '2025-09-16T08:00:00.000Z',
      },
    ]));
  it('assert a claim that is added', () =>
    expect(incidentsProjection.project(recorded({ type: 'ClaimAdded', incidentId: 'kayes', claim }))).toEqual([
      { op: 'assert', key: 'kayes/claim/union', fact: 'incident/kayes#claim/union', value: claim, ...always, published: recordedAt },
    ]));
  it('withdraw a claim that is revised, and assert it anew', () =>
    expect(incidentsProjection.project(recorded({ type: 'ClaimRevised', incidentId: 'kayes', claim }))).toEqual([
      { op: 'withdraw', fact: 'incident/kayes#claim/union', published: recordedAt },
      { op: 'assert', key: 'kayes/claim/union', fact: 'incident/kayes#claim/union', value: claim, ...always, published: recordedAt },
    ]));
  it('withdraw a claim that is retracted', () =>
    expect(
      incidentsProjection.project(recorded({ type: 'ClaimRetracted', incidentId: 'kayes', claimId: 'union', reason: 'wrong' })),
    ).toEqual([{ op: 'withdraw', fact: 'incident/kayes#claim/union' }]));
  it('assert another kind', () =>
    expect(
      incidentsProjection.project(recorded({ type: 'IncidentReclassified', incidentId: 'kayes', kind: 'attack', reason: 'no convoy' })),
    ).toEqual([
      { op: 'assert', key: 'kayes/kind', fact: 'incident/kayes#kind', value: { kind: 'attack', reason: 'no convoy' }, ...always },
    ]));
  it('pass over other events', () =>
    expect(incidentsProjection.project(recorded({ type: 'SituationClosed', reason: 'over' }))).toEqual([]));
});
