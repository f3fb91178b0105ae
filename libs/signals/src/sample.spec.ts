import { expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { EventLog } from '../../event-log/src/index.js';
import { takeSample } from './sample.js';

/** A database whose cursor is at 5, and a log that ends there when it is first asked, and later as `ends` say. */
const seen = async (...ends: number[]) => {
  const row = { cursors: [{ partition: 0, last_offset: 5, partitions: 1 }], parked: null, beat_age: 10 };
  const pool = { query: async () => ({ rows: [row] }) } as unknown as Pool;
  const log = { ends: async () => [{ partition: 0, start: 0, end: ends.shift()! }] } as unknown as EventLog;
  const { partitions } = await takeSample(pool, log, () => 0);
  return { end: partitions[0]!.end, notAsked: ends };
};

it('does not take what was written and judged between the two answers for a log that ends below the record', async () => {
  expect(await seen(5, 6)).toEqual({ end: 6, notAsked: [] });
  expect(await seen(4, 4)).toEqual({ end: 4, notAsked: [] });
  expect(await seen(6, 7)).toEqual({ end: 6, notAsked: [7] });
});
