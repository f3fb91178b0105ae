import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { CONTROL_MIGRATIONS } from './control-migrations/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { TABLES } from './core.tables.js';

/** Any number; only the same in every process, so that two that start together migrate one after the other. */
const MIGRATION_LOCK = 7_304_511;

const options = (url: string, applicationName: string, poolSize: number) =>
  ({
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    schema: 'derived',
    entities: TABLES,
    migrationsTableName: 'migrations',
    extra: {
      // Statements may be sent before the last one is answered: a transaction need not cost a round trip for each.
      pipeline: true,
      // Every question has one good plan, by index, whatever its values: making another each time costs more than most of them take.
      options: '-c plan_cache_mode=force_generic_plan -c jit=off',
    },
  }) as const;

/** Opens the database; the caller destroys it. Throws where it cannot be reached. */
export const openDatabase = (url: string, applicationName: string, poolSize = 10): Promise<DataSource> =>
  new DataSource(options(url, applicationName, poolSize)).initialize();

/** The driver's own pool, for the named SQL functions. One pool a process. */
export const poolOf = (database: DataSource): Pool => (database.driver as PostgresDriver).master as Pool;

/**
 * The two schemas: `derived` is built from the log and may be dropped; `control` holds what the log does not know, and is backed up. Each keeps
 * its own account of what has run.
 */
const SCHEMAS = [
  { schema: 'derived', migrations: MIGRATIONS },
  { schema: 'control', migrations: CONTROL_MIGRATIONS },
];

/** Creates the schemas where they are missing and runs what has not run. Safe to call from several processes at once. */
export const migrate = async (url: string): Promise<void> => {
  for (const { schema, migrations } of SCHEMAS) await migrateSchema(url, schema, migrations);
};

const migrateSchema = async (url: string, schema: string, migrations: typeof MIGRATIONS): Promise<void> => {
  const database = await new DataSource({ ...options(url, 'timeline-migrate', 2), schema, migrations }).initialize();
  const lock = database.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await database.runMigrations({ transaction: 'all' });
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await database.destroy();
  }
};
