import { describe, expect, it } from '@jest/globals';
import { inputsOf, type KnownRow } from './inputs.js';

const report = { type: 'incident', fact: 'incident/a', eventId: 'e1', start: 0, end: 10, confidence: 'high', kind: 'attack' };
const claim = (claimId: string, low: number, confidence?: string) => ({
  claimId,
  figures: [{ measure: 'tankers-destroyed', low, text: `${low}` }],
  ...(confidence && { confidence }),
});
const row = (key: string, value: unknown, eventId: string, rank: number): KnownRow => ({ key, value, eventId, rank });

describe('the inputs of the score', () => {
  it('take the lowest credible figure of the claims, and the event of the last word', () =>
    expect(
      inputsOf([
        row('incident/a', report, 'e1', 1),
        row('incident/a/claim/x', claim('x', 40), 'e1', 2),
        row('incident/a/claim/y', claim('y', 20), 'e2', 3),
        row('incident/a/claim/z', claim('z', 5, 'low'), 'e3', 4),
      ]),
    ).toEqual([{ ...report, tankersLow: 20, eventId: 'e3', order: 1 }]));
  it('take the figures of groups where the one of all gives no number', () => {
    const figures = (claimId: string, ...said: object[]) => ({
      claimId,
      figures: said.map((figure) => ({ measure: 'tankers-destroyed', ...figure })),
    });
    const tankers = (...claims: { claimId: string }[]) =>
      inputsOf([
        row('incident/a', report, 'e1', 1),
        ...claims.map((said, index) => row(`incident/a/claim/${said.claimId}`, said, 'e2', index + 2)),
      ]).map((input) => 'tankersLow' in input && input.tankersLow);
    const dozens = figures('words', { text: 'dozens' });
    const diesel = figures('groups', { group: 'diesel', low: 12, text: '12' });
    expect(tankers(dozens, diesel)).toEqual([12]);
    expect(tankers(dozens)).toEqual([0]);
    expect(tankers(diesel, figures('all', { low: 20, text: '20' }))).toEqual([20]);
  });
  it('take the kind last given', () =>
    expect(inputsOf([row('incident/a', report, 'e1', 1), row('incident/a/kind', { kind: 'abduction' }, 'e2', 2)])).toEqual([
      { ...report, kind: 'abduction', tankersLow: 0, eventId: 'e2', order: 1 },
    ]));
  it('pass over claims of an incident that is not known', () =>
    expect(inputsOf([row('incident/a/claim/x', claim('x', 40), 'e1', 2)])).toEqual([]));
  it('take observations as they are stored', () => {
    const observation = {
      type: 'observation',
      fact: 'o',
      eventId: 'e9',
      start: 0,
      end: 0,
      confidence: 'low',
      subject: 'country',
      kind: 'schools',
      value: { status: 'closed' },
    };
    expect(inputsOf([row('observation/schools/country', observation, 'e9', 7)])).toEqual([{ ...observation, order: 7 }]);
  });
});
