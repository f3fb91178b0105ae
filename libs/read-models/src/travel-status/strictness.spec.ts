import { describe, expect, it } from '@jest/globals';
import { type OrderedFacet, strictnessOf } from './strictness.js';

const ordered = (facet: OrderedFacet, ...values: string[]) => values.map((value) => strictnessOf(facet, value));

describe('strictness', () => {
  it('orders departure: lifted = none < authorized < staff-withdrawn < ordered', () =>
    expect(ordered('departure', 'lifted', 'none', 'authorized', 'staff-withdrawn', 'ordered')).toEqual([0, 0, 1, 2, 3]));
  it('orders action: none < consider-leaving < leave-if-safe < leave-now', () =>
    expect(ordered('action', 'none', 'consider-leaving', 'leave-if-safe', 'leave-now')).toEqual([0, 1, 2, 3]));
  it('orders airport: open < disrupted < closed', () => expect(ordered('airport', 'open', 'disrupted', 'closed')).toEqual([0, 1, 2]));
  it('orders overland: usable < avoid < unsafe', () => expect(ordered('overland', 'usable', 'avoid', 'unsafe')).toEqual([0, 1, 2]));
  it('keeps unknown and shelter out of the order', () =>
    expect([strictnessOf('departure', 'unknown'), strictnessOf('action', 'shelter'), strictnessOf('airport', 'toString')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]));
});
