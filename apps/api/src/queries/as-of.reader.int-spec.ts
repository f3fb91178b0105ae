import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { history } from '../../../../test/support/recorded.js';
import { readModels } from '../../../../test/support/read-models.js';
import { fromPrimary } from '../reads/reads.js';
import { AsOfReader } from './as-of.reader.js';

const S = 'mali-2025';
const db = readModels(history([{ type: 'SituationOpened', title: 'Mali', destinations: ['ML'] }]));
let reader: AsOfReader;
beforeAll(async () => {
  await db.pool.query('UPDATE derived.cursors SET partitions = 1');
  reader = new AsOfReader(fromPrimary(db.pool, {} as DataSource));
});

/** Another table is shown in the place of that of `timeline`, as by the switch of a rebuild. */
const switchTable = async (): Promise<void> => {
  await db.pool.query('ALTER TABLE derived.timeline_v1 RENAME TO timeline_v1_before_r1');
  await db.pool.query('CREATE TABLE derived.timeline_v1 (LIKE derived.timeline_v1_before_r1)');
  await db.pool.query('CREATE OR REPLACE VIEW derived.timeline AS SELECT * FROM derived.timeline_v1');
};
/** How often a question is asked during whose first asking `meanwhile` happens. */
const timesAsked = async (meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<number> => {
  let times = 0;
  await reader.read(S, {}, 'timeline', async () => {
    times += 1;
    if (times === 1) await meanwhile();
    return {};
  });
  return times;
};

describe('a question of several statements', () => {
  it('costs no more than one to settle its coordinates while there is no rebuild', async () => {
    await timesAsked();
    const query = jest.spyOn(db.pool, 'query');
    expect(await timesAsked()).toBe(1);
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
  });

  it('is asked again where a rebuild of the same version showed another table in the midst of it', async () => {
    await db.pool.query(`INSERT INTO derived.rebuilds (state) VALUES ('switching')`);
    await db.pool.query(`
      INSERT INTO derived.rebuilt_models (rebuild, name, version, live_version, aside, reached)
      SELECT id, 'timeline', 1, 1, 'derived.timeline_v1_r1', '{}' FROM derived.rebuilds`);
    expect(await timesAsked()).toBe(1);
    expect(await timesAsked(switchTable)).toBe(2);
    expect(await timesAsked()).toBe(1);
  });
});
