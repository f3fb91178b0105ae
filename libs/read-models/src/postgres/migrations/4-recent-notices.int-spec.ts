import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { attempts } from '../../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../../test/support/random-history.js';
import { readModels } from '../../../../../test/support/read-models.js';
import { record } from '../../../../../test/support/recorded.js';
import { RecentNotices1700000000004 } from './4-recent-notices.migration.js';

const db = readModels();

it('gives the notices of a database of an earlier release what they state, corrected and taken back ones too', async () => {
  const histories = fc.sample(attempts(10, 26), { numRuns: 40, seed: 4 });
  for (const [index, tried] of histories.entries()) await record(db.pool, historyOf(`s-${index}`, index, tried));
  const runner = { query: async (text: string) => (await db.pool.query(text)).rows } as unknown as QueryRunner;
  const rows = async () =>
    (
      await db.pool.query<{ key: string; value: object; withdrawn: boolean }>(`
        SELECT key, value, partition, log_offset, event_index, ord, withdrawn_offset IS NOT NULL AS withdrawn
        FROM derived.travel_status ORDER BY partition, log_offset, event_index, ord`)
    ).rows;
  const written = await rows();
  const notices = written.filter(({ key }) => key.split('/').length === 2);
  expect(notices.filter(({ value, withdrawn }) => withdrawn && Object.keys(value).length > 0).length).toBeGreaterThan(10);

  const migration = new RecentNotices1700000000004();
  await migration.down(runner);
  await db.pool.query(`UPDATE derived.travel_status_v1 SET value = '{}' WHERE key NOT LIKE '%/%/%'`);
  await migration.up(runner);
  expect(await rows()).toEqual(written);
});
