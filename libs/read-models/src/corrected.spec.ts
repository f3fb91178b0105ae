import { describe, expect, it } from '@jest/globals';
import type { AdvisoryChanged, Cause, Correctable, IncidentReported, Published } from '../../situations/src/index.js';
import { recorded } from '../../../test/support/recorded.js';
import { incidentsProjection } from './incidents/incidents.projection.js';
import { travelStatusProjection } from './travel-status/travel-status.projection.js';

const at = (at: string): Published => ({ at, precision: 'instant', basis: 'stated' });
const fact = { occurred: { from: '2025-10-30', precision: 'day' }, source: { id: 's', title: 'S' } } as const;
const notice: AdvisoryChanged = {
  ...fact,
  type: 'AdvisoryChanged',
  noticeId: 'n',
  authority: 'US-STATE',
  destination: 'ML',
  seq: 2,
  facets: { departure: 'ordered' },
};
const correction = (cause: Cause, replacement: Correctable) =>
  recorded(
    { type: 'FactCorrected', corrects: 'e', replacement, reason: 'misread', cause },
    { version: 9, recordedAt: '2026-05-01T00:00:00.000Z' },
  );
const published = (changes: readonly { published?: string | null }[]) => changes.map((change) => change.published);

describe('a correction', () => {
  it('takes back what it corrects and says the replacement, at its own place', () => {
    const place = { validFrom: '2025-10-30T00:00:00.000Z', day: '2025-10-30', seq: 2, published: null };
    expect(travelStatusProjection.project(correction('transcription', notice))).toEqual([
      { op: 'withdraw', event: 'e', published: '-infinity' },
      { op: 'assert', key: 'US-STATE/ML', value: { departure: 'ordered' }, ...place },
      { op: 'assert', key: 'US-STATE/ML/departure', value: 'ordered', ...place },
    ]);
  });
  it('of what we wrote down wrongly counts from when the replacement says that it was public, else from when the old one was', () => {
    const stated = { ...notice, publishedAt: at('2025-10-31T10:00:00Z') };
    expect(published(travelStatusProjection.project(correction('transcription', stated)))).toEqual([
      '-infinity',
      '2025-10-31T10:00:00.000Z',
      '2025-10-31T10:00:00.000Z',
    ]);
    const seen = { ...notice, observedAt: '2025-10-31T10:00:00Z' };
    expect(published(travelStatusProjection.project(correction('transcription', seen)))).toEqual(['-infinity', null, null]);
  });
  it('of what the source revised counts from that revision', () => {
    const when = '2025-11-02T10:00:00.000Z';
    const revised = [{ publishedAt: at(when) }, { observedAt: when }].map((sighting) =>
      published(travelStatusProjection.project(correction('source-revised', { ...notice, ...sighting }))),
    );
    expect(revised).toEqual([
      [when, when, when],
      [when, when, when],
    ]);
  });
  it('of a report leaves its claims behind those made later, and none is public before the revision', () => {
    const claim = (claimId: string, publishedAt: string) => ({ claimId, figures: [], publishedAt: at(publishedAt) });
    const report: IncidentReported = {
      ...fact,
      type: 'IncidentReported',
      incidentId: 'i',
      kind: 'attack',
      place: { name: 'x' },
      actors: [],
      publishedAt: at('2025-11-02T00:00:00Z'),
      claims: [claim('early', '2025-11-01T00:00:00Z'), claim('late', '2025-11-03T00:00:00Z'), { claimId: 'with', figures: [] }],
    };
    const times = (cause: Cause) =>
      incidentsProjection
        .project(correction(cause, report))
        .map((change) => [change.op === 'assert' && change.seq, change.published?.slice(8, 10)]);
    expect(times('source-revised')).toEqual([
      [false, '02'],
      [null, '02'],
      [null, '02'],
      [null, '03'],
      [null, '02'],
    ]);
    expect(times('transcription').map(([, day]) => day)).toEqual(['y', '02', '01', '03', '02']);
  });
});

describe('a retraction', () => {
  const retraction = (cause: Cause, publishedAt?: Published) =>
    recorded({ type: 'FactRetracted', retracts: 'e', reason: 'never was', cause, ...(publishedAt && { publishedAt }) });
  it('takes back, and restores what had been taken back', () =>
    expect(travelStatusProjection.project(retraction('transcription'))).toEqual([
      { op: 'withdraw', event: 'e', published: '-infinity' },
      { op: 'restore', event: 'e', published: '-infinity' },
    ]));
  it('counts from its own time where the source took it back', () =>
    expect(published(travelStatusProjection.project(retraction('source-revised', at('2025-11-02T10:00:00Z'))))).toEqual([
      '2025-11-02T10:00:00.000Z',
      '2025-11-02T10:00:00.000Z',
    ]));
});
