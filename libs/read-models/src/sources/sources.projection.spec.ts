import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../situations/src/index.js';
import { recorded } from '../../../../test/support/recorded.js';
import { ALWAYS } from '../always.js';
import { sourcesProjection } from './sources.projection.js';

const project = (event: DomainEvent) => sourcesProjection.project(recorded(event, { situationId: '_sources' }));
const at = '2025-10-28T10:00:00.000Z';
const whenever = { validFrom: at, day: '2025-10-28', seq: 0, published: at };

describe('the sources', () => {
  it('are registered once and for all moments', () =>
    expect(project({ type: 'SourceRegistered', sourceId: 'gov-uk', title: 'GOV.UK', url: 'https://www.gov.uk' })).toEqual([
      {
        op: 'assert',
        key: 'gov-uk',
        value: { title: 'GOV.UK', url: 'https://www.gov.uk' },
        ...ALWAYS,
        seq: 0,
        published: ALWAYS.validFrom,
      },
    ]));
  it('are checked from the end of the check on, on both clocks', () =>
    expect(
      project({
        type: 'SourceChecked',
        sourceId: 'gov-uk',
        from: '2025-10-28T10:00:00+01:00',
        to: '2025-10-28T11:00:00+01:00',
        payloadHash: 'a',
      }),
    ).toEqual([
      {
        op: 'assert',
        key: 'gov-uk/checked',
        value: { from: '2025-10-28T09:00:00.000Z', to: at, payloadHash: 'a' },
        ...whenever,
      },
    ]));
  it.each<[DomainEvent, object]>([
    [
      { type: 'SourceDegraded', sourceId: 'gov-uk', at, reason: 'no JSON' },
      { status: 'degraded', reason: 'no JSON' },
    ],
    [{ type: 'SourceRecovered', sourceId: 'gov-uk', at }, { status: 'well' }],
  ])('are well or degraded: %j', (event, value) =>
    expect(project(event)).toEqual([{ op: 'assert', key: 'gov-uk/state', value, ...whenever }]),
  );
  it('are nothing else', () => expect(project({ type: 'SituationOpened', title: 'x', destinations: [] })).toEqual([]));
});
