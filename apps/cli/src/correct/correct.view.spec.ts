import { describe, expect, it } from '@jest/globals';
import { correctionView, dryRunView, type DryRunAnswer } from './correct.view.js';

const screen = { width: 100, colours: false };
const nothing: DryRunAnswer = {
  situation: 'mali-2025',
  dryRun: true,
  position: '4-123',
  events: [],
  facets: [],
  severity: [],
  incidents: [],
  observations: [],
};
const scored = (score: number) => ({ score, band: 'high' as const });

describe('a correction that is tried', () => {
  it('says that nothing was recorded, and that it is already so', () => {
    expect(dryRunView(nothing, screen)).toContain('position 4-123. Nothing was recorded.');
    expect(dryRunView(nothing, screen)).toContain('It is already so');
  });
  it('says where no answer would differ', () =>
    expect(dryRunView({ ...nothing, events: [{ type: 'FactCorrected' }] }, screen)).toContain(
      'no answer about status, severity, incidents or observations would differ',
    ));
  it('tells periods, with what was never stated and what has no end', () => {
    const period = { from: '2025-10-24T00:00:00.000Z', to: '2025-10-30T00:00:00.000Z', before: 'authorized', after: null };
    const text = dryRunView(
      {
        ...nothing,
        events: [{ type: 'FactRetracted' }],
        facets: [{ authority: 'US-STATE', destination: 'ML', facet: 'departure', periods: [period] }],
        observations: [
          {
            kind: 'schools',
            subject: 'country',
            periods: [{ ...period, to: null, before: { status: 'closed' }, after: { status: 'unknown' } }],
          },
        ],
      },
      screen,
    );
    expect(text).toMatch(/US-STATE ML departure +2025-10-24 to 2025-10-30 +authorized +not recorded/);
    expect(text).toMatch(/schools country +2025-10-24 to no end +closed +unknown/);
  });
  it('tells the first days of severity, and how many more there are', () => {
    const severity = Array.from({ length: 14 }, (_, day) => ({
      validAt: `2025-11-${String(day + 1).padStart(2, '0')}T00:00:00.000Z`,
      before: scored(80),
      after: scored(60.25),
    }));
    const text = dryRunView({ ...nothing, events: [{ type: 'FactRetracted' }], severity }, screen);
    expect(text).toMatch(/2025-11-12 +80\.0 high +60\.3 high/);
    expect(text).not.toContain('2025-11-13 ');
    expect(text).toContain('and 2 more days, up to 2025-11-14');
  });
});

describe('a correction that was sent', () => {
  const answer = { commandId: 'c', eventIds: ['e'], position: '4-124' };
  it('tells the event and its position', () => expect(correctionView(answer, screen)).toBe('Recorded as event e at position 4-124.'));
  it('is not called recorded where nothing changed', () =>
    expect(correctionView({ ...answer, eventIds: [] }, screen)).toContain('nothing was recorded'));
  it('is not called recorded where nobody knows', () =>
    expect(correctionView({ ...answer, verdict: 'unknown' }, screen)).toContain('No verdict yet'));
});
