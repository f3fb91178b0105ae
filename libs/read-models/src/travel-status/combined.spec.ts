import { describe, expect, it } from '@jest/globals';
import { combine } from './combined.js';
import type { AuthorityStatus, FacetAnswers } from './travel-status.answer.js';

const says = (authority: string, facets: FacetAnswers): AuthorityStatus => ({ authority, destination: 'ML', version: 1, facets });
const said = <Value>(value: Value, since = '2025-10-24T00:00:00.000Z') => ({ value, since, eventId: `e-${since}` });
const level = (native: string, rank: 1 | 2 | 3 | 4 | null) => ({
  native,
  rank,
  scheme: 'x',
  since: '2025-10-24T00:00:00.000Z',
  eventId: 'e',
});

describe('the combined line', () => {
  it('is empty where nobody said anything', () => expect(combine([])).toEqual({}));

  it('takes the strictest level; one without rank never wins', () =>
    expect(
      combine([
        says('GB-FCDO', { level: level('to_parts', null) }),
        says('CA-GAC', { level: level('3', 4) }),
        says('FR-MEAE', { level: level('orange', 3) }),
      ]).level,
    ).toEqual({
      ...level('3', 4),
      authority: 'CA-GAC',
      destination: 'ML',
      losers: [
        { authority: 'FR-MEAE', destination: 'ML', value: 'orange', rank: 3 },
        { authority: 'GB-FCDO', destination: 'ML', value: 'to_parts', rank: null },
      ],
    }));

  it('has no level where none is ordered', () => expect(combine([says('GB-FCDO', { level: level('to_parts', null) })])).toEqual({}));

  it('takes, of equals, the one in force longer, and names the other', () =>
    expect(
      combine([says('A', { departure: said('ordered', '2025-10-30T00:00:00.000Z') }), says('B', { departure: said('ordered') })]).departure,
    ).toEqual({
      ...said('ordered'),
      authority: 'B',
      destination: 'ML',
      losers: [{ authority: 'A', destination: 'ML', value: 'ordered' }],
    }));

  it('never lets unknown win', () =>
    expect(
      combine([says('A', { airport: said('unknown' as const) }), says('B', { airport: said('open' as const) })]).airport,
    ).toMatchObject({
      value: 'open',
      authority: 'B',
    }));

  it('flags shelter beside the strictest action', () =>
    expect(
      combine([says('A', { action: said('shelter' as const) }), says('B', { action: said('consider-leaving' as const) })]).action,
    ).toMatchObject({
      value: 'consider-leaving',
      shelter: true,
      losers: [{ authority: 'A', value: 'shelter' }],
    }));

  it('says shelter where nobody says to leave', () =>
    expect(combine([says('A', { action: said('shelter' as const) })]).action).toMatchObject({
      value: 'shelter',
      shelter: true,
      losers: [],
    }));
});
