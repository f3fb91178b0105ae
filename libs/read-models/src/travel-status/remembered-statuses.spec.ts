import { describe, expect, it } from '@jest/globals';
import type { AsOf } from '../as-of.js';
import { RememberedStatuses } from './remembered-statuses.js';
import type { TravelStatus } from './travel-status.answer.js';

const NOON = Date.parse('2025-10-28T12:00:00Z');
const asOf = (offset: number, minutes = 0): AsOf => ({
  clock: 'recorded',
  knownAt: null,
  validAt: new Date(NOON + minutes * 60_000).toISOString(),
  position: { partition: 0, offset },
});
const status = (authorities: string[] = []) => ({ authorities }) as unknown as TravelStatus;
const remembering = (at: AsOf, said = status()) => {
  const statuses = new RememberedStatuses();
  statuses.remember('mali', 1, at, { status: said, until: NOON + 3_600_000 });
  return { statuses, said };
};

describe('a remembered status', () => {
  it('is answered from its moment on, until it may be another', () => {
    const { statuses, said } = remembering(asOf(5));
    expect([-1, 0, 59, 60].map((minutes) => statuses.at('mali', 1, asOf(5, minutes)))).toEqual([undefined, said, said, undefined]);
  });

  it('is of its subject, table and position alone', () => {
    const { statuses } = remembering(asOf(5));
    expect([statuses.at('niger', 1, asOf(5)), statuses.at('mali', 2, asOf(5)), statuses.at('mali', 1, asOf(6))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('gives way to the next of its subject', () => {
    const { statuses } = remembering(asOf(5));
    const later = status(['US-STATE']);
    statuses.remember('mali', 1, asOf(6), { status: later, until: Infinity });
    expect([statuses.at('mali', 1, asOf(5)), statuses.at('mali', 1, asOf(6))]).toEqual([undefined, later]);
  });
});
