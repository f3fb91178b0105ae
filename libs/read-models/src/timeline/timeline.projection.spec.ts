import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../situations/src/index.js';
import { recorded } from '../../../../test/support/recorded.js';
import { timelineProjection } from './timeline.projection.js';

const source = { id: 'afp', title: 'AFP' };
const none = { place: null, actors: [], source: null, confidence: null, occurred: null, publishedAt: null, observedAt: null };
const occurred = { from: '2025-09-14', precision: 'day' } as const;
const fact = { occurred, source };
const shown = (event: Parameters<typeof recorded>[0]) => {
  const [change, ...others] = timelineProjection.project(recorded(event));
  expect(others).toEqual([]);
  if (change?.op !== 'assert') throw new Error('the timeline only asserts');
  return change;
};

describe('the timeline', () => {
  it('shows an event that has no time of its own at its record', () =>
    expect(shown({ type: 'SituationOpened', title: 'Mali', destinations: ['ML'] })).toEqual({
      op: 'assert',
      key: 'situation',
      value: {
        stream: 'situation',
        version: 1,
        type: 'SituationOpened',
        kind: 'situation',
        text: 'Mali',
        ...none,
        detail: { summary: null, destinations: ['ML'] },
      },
      validFrom: '2026-05-01T00:00:00.000Z',
      day: '2026-05-01',
      seq: 0,
    }));

  it('shows the unreadable, with its stored type and the reason', () =>
    expect(shown({ type: 'Unreadable', storedType: 'Odd', reason: 'type is not known' })).toMatchObject({
      key: 'unreadable',
      value: { type: 'Unreadable', detail: { storedType: 'Odd', reason: 'type is not known' } },
    }));

  it('shows a notice when it takes effect', () =>
    expect(
      shown({
        type: 'AdvisoryChanged',
        ...fact,
        noticeId: 'n',
        authority: 'US-STATE',
        destination: 'ML',
        seq: 1,
        facets: { departure: 'ordered', level: { native: '4', rank: 4, scheme: 'US-STATE' } },
      }),
    ).toMatchObject({
      validFrom: '2025-09-14T00:00:00.000Z',
      value: {
        kind: 'guidance',
        text: 'level 4; departure ordered',
        actors: ['US-STATE'],
        source,
        confidence: 'medium',
        occurred,
      },
    }));

  it('shows a claim at the time when its source was seen', () =>
    expect(
      shown({
        type: 'ClaimAdded',
        incidentId: 'a',
        claim: { claimId: 'c', figures: [{ measure: 'killed', group: 'drivers', text: '15' }], observedAt: '2026-02-02T10:00:00Z' },
      }),
    ).toMatchObject({ validFrom: '2026-02-02T10:00:00.000Z', value: { kind: 'claim', text: 'killed (drivers): 15' } }));

  const others: [DomainEvent, string, string][] = [
    [{ type: 'SituationParametersSet', parameters: { places: [] } }, 'situation', 'parameters set: places'],
    [{ type: 'SituationClosed', reason: 'over' }, 'situation', 'over'],
    [{ type: 'SituationReopened', reason: 'not over' }, 'situation', 'not over'],
    [
      { type: 'IncidentReported', ...fact, incidentId: 'a', kind: 'attack', place: { name: 'Kayes' }, actors: [], claims: [] },
      'attack',
      'attack at Kayes',
    ],
    [{ type: 'ClaimRetracted', incidentId: 'a', claimId: 'c', reason: 'wrong' }, 'claim', 'wrong'],
    [{ type: 'IncidentReclassified', incidentId: 'a', kind: 'other', reason: 'an accident' }, 'other', 'an accident'],
    [
      { type: 'ObservationRecorded', ...fact, kind: 'context', value: { text: 'a coup' }, observationId: 'o', subject: 'country' },
      'context',
      'a coup',
    ],
    [
      { type: 'ObservationRecorded', ...fact, kind: 'schools', value: { status: 'open' }, observationId: 'o', subject: 'country' },
      'schools',
      'schools of country: open',
    ],
    [{ type: 'SourceRegistered', sourceId: 's', title: 'AFP' }, 'source', 'AFP'],
    [
      { type: 'SourceChecked', sourceId: 's', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', payloadHash: 'x' },
      'source',
      'checked, unchanged',
    ],
    [{ type: 'SourceDegraded', sourceId: 's', at: '2026-01-01T00:00:00Z', reason: 'empty page' }, 'source', 'empty page'],
    [{ type: 'SourceRecovered', sourceId: 's', at: '2026-01-01T00:00:00Z' }, 'source', 'recovered'],
  ];
  it.each(others)('shows %j', (event, kind, text) =>
    expect(shown(event)).toMatchObject({ key: kind, value: { type: event.type, kind, text } }),
  );
});
