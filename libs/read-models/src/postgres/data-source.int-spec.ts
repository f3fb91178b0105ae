import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { DatabaseIsNewer, migrate, openDatabase, poolOf } from './data-source.js';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = new pg.Pool({ connectionString: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it.each([
  ['derived', /Dreamt1800000000001.*run that version, or drop the schema/],
  ['control', /schema "control".*Dreamt1800000000001.*run that version$/],
])('a schema %s that a newer version migrated is refused, and left as it is', async (schema, message) => {
  await migrate(database.url);
  await pool.query(`INSERT INTO ${schema}.migrations (timestamp, name) VALUES (1800000000001, 'Dreamt1800000000001')`);
  await expect(migrate(database.url)).rejects.toThrow(DatabaseIsNewer);
  await expect(migrate(database.url)).rejects.toThrow(message);
  await pool.query(`DELETE FROM ${schema}.migrations WHERE name LIKE 'Dreamt%'`);
  await migrate(database.url);
});

it('PostgreSQL breaks off a statement before its answer is given up, and has the other settings', async () => {
  const opened = await openDatabase(database.url, 'test', 1, 1_300);
  try {
    await expect(poolOf(opened).query('SELECT pg_sleep(30)')).rejects.toMatchObject({ code: '57014' });
    const { rows } = await poolOf(opened).query(`SELECT current_setting('plan_cache_mode') AS plans, current_setting('jit') AS jit`);
    expect(rows).toEqual([{ plans: 'force_generic_plan', jit: 'off' }]);
  } finally {
    await opened.destroy();
  }
});
