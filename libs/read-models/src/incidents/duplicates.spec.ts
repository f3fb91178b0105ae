import { describe, expect, it } from '@jest/globals';
import { candidateOf, type Comparable, distanceKm, pairsOf } from './duplicates.js';

const incident = (incidentId: string, from: string, more: Partial<Comparable> = {}): Comparable => ({
  incidentId,
  kind: 'attack',
  place: { name: 'Kayes', lat: 14.45, lon: -11.44 },
  occurred: { from, precision: 'day' },
  ...more,
});
const ids = (...incidents: Comparable[]) => pairsOf(incidents).map(({ first, second }) => `${first.incidentId} ${second.incidentId}`);

describe('incidents that may be one', () => {
  it('are of one kind', () => {
    expect(ids(incident('a', '2026-01-29'), incident('b', '2026-01-29'))).toEqual(['a b']);
    expect(ids(incident('a', '2026-01-29'), incident('b', '2026-01-29', { kind: 'abduction' }))).toEqual([]);
  });
  it('are within two days: from the end of one to the start of the other', () => {
    expect(ids(incident('a', '2026-01-25'), incident('b', '2026-01-28'))).toEqual(['a b']);
    expect(ids(incident('a', '2026-01-25'), incident('b', '2026-01-29'))).toEqual([]);
    const long = { occurred: { from: '2026-01-20', to: '2026-01-27', precision: 'day' } } as const;
    expect(ids(incident('a', '2026-01-20', long), incident('b', '2026-01-22'), incident('c', '2026-01-29'))).toEqual(['a b', 'a c']);
  });
  it('are within five kilometres', () => {
    const at = (lat: number) => ({ place: { name: 'x', lat, lon: -11.44 } });
    expect(ids(incident('a', '2026-01-29'), incident('b', '2026-01-29', at(14.49)))).toEqual(['a b']);
    expect(ids(incident('a', '2026-01-29'), incident('b', '2026-01-29', at(14.5)))).toEqual([]);
  });
  it('bear one name where one has no coordinates', () => {
    const named = (name: string) => ({ place: { name } });
    expect(ids(incident('a', '2026-01-29', named('Ségou')), incident('b', '2026-01-29', named('SEGOU ')))).toEqual(['a b']);
    expect(ids(incident('a', '2026-01-29'), incident('b', '2026-01-29', named('kayes')))).toEqual(['a b']);
    expect(ids(incident('a', '2026-01-29'), incident('b', '2026-01-29', named('Diboli')))).toEqual([]);
  });
});

it('a degree of latitude is 111.2 km', () =>
  expect(distanceKm({ name: '', lat: 14, lon: -11 }, { name: '', lat: 15, lon: -11 })).toBeCloseTo(111.195, 2));

it('reasons: distance, days, place and the figures that agree', () => {
  const [pair] = pairsOf([
    incident('a', '2026-01-27', { place: { name: 'Kayes', lat: 14.45, lon: -11.44 } }),
    incident('b', '2026-01-29', { place: { name: 'kayes', lat: 14.46, lon: -11.44 } }),
  ]);
  const figure = (group: string, low: number | null) => ({ measure: 'killed', group, used: { low, text: 'x', claimId: 'c', why: 'y' } });
  const figures: Record<string, ReturnType<typeof figure>[]> = {
    a: [figure('soldiers', 3), figure('drivers', 15), figure('civilians', null), figure('others', 1)],
    b: [figure('soldiers', 3), figure('drivers', 10), figure('civilians', null)],
  };
  expect(candidateOf(pair!, (id) => figures[id]!)).toEqual({
    kind: 'attack',
    incidents: [
      { incidentId: 'a', place: 'Kayes', occurred: { from: '2026-01-27', precision: 'day' } },
      { incidentId: 'b', place: 'kayes', occurred: { from: '2026-01-29', precision: 'day' } },
    ],
    likeness: 0.593, // (1 − 1.112/5 + 1 − 1/2 + 1/2) / 3
    reasons: { distanceKm: 1.1, samePlaceName: true, daysApart: 1, sameFigures: [{ measure: 'killed', group: 'soldiers', low: 3 }] },
  });
});
