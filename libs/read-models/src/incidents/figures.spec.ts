import { describe, expect, it } from '@jest/globals';
import type { Confidence, Figure } from '../../../situations/src/index.js';
import { figuresOf } from './figures.js';

const claim = (claimId: string, confidence: Confidence, ...figures: Figure[]) => ({ claimId, confidence, figures });
const tankers = (text: string, low?: number, high?: number): Figure => ({
  measure: 'tankers-destroyed',
  text,
  ...(low !== undefined && { low }),
  ...(high !== undefined && { high }),
});

describe('the figures of the attack of 14 September 2025', () => {
  const [answer] = figuresOf([
    claim('local', 'medium', tankers('at least 20', 20)),
    claim('union', 'medium', tankers('about 40', 40)),
    claim('jnim', 'low', tankers('80', 80, 80)),
  ]);

  it('use the lowest credible one', () =>
    expect(answer?.used).toEqual({ low: 20, text: 'at least 20', claimId: 'local', why: 'lowest of 2 credible figures' }));
  it('show the range of all', () => expect(answer?.range).toEqual({ low: 20, high: 80 }));
  it('keep the claims side by side', () => expect(answer?.claims.map(({ low }) => low)).toEqual([20, 40, 80]));
});

describe('figures', () => {
  it('pass over a lower one of low confidence', () =>
    expect(figuresOf([claim('a', 'low', tankers('5', 5)), claim('b', 'high', tankers('9', 9))])[0]?.used.low).toBe(9));
  it('use one of low confidence where no other is, and say so', () =>
    expect(figuresOf([claim('a', 'low', tankers('5', 5)), claim('b', 'low', tankers('4', 4))])[0]?.used).toEqual({
      low: 4,
      text: '4',
      claimId: 'b',
      why: 'lowest figure; none with a number is credible',
    }));
  it('keep words where nobody gives a number', () =>
    expect(figuresOf([claim('a', 'high', tankers('dozens'))])).toEqual([
      {
        measure: 'tankers-destroyed',
        group: null,
        used: { low: null, text: 'dozens', claimId: 'a', why: 'no figure gives a number' },
        range: null,
        claims: [{ claimId: 'a', low: null, high: null, text: 'dozens', confidence: 'high' }],
      },
    ]));
  it('never compare soldiers with drivers', () => {
    const killed = (group: string, low: number): Figure => ({ measure: 'killed', group, low, text: `${low}` });
    const answers = figuresOf([
      claim('afp', 'high', killed('soldiers', 3)),
      claim('hrw', 'high', killed('drivers', 10), killed('apprentices', 2)),
    ]);
    expect(answers.map(({ group, used }) => [group, used.low])).toEqual([
      ['soldiers', 3],
      ['drivers', 10],
      ['apprentices', 2],
    ]);
  });
  it('are those of the earlier claim where two say the same', () =>
    expect(figuresOf([claim('a', 'high', tankers('9', 9)), claim('b', 'high', tankers('9', 9))])[0]?.used.claimId).toBe('a'));
});
