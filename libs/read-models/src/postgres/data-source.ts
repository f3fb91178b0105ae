import type { ClientBase, Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { CONTROL_MIGRATIONS } from './control-migrations/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { TABLES } from './core.tables.js';

/** Any number; only the same in every process, so that two that start together migrate one after the other. */
const MIGRATION_LOCK = 7_304_511;

/** How long a connection may take, and the wait for one of the pool; beyond it whoever asks is told that there is none. In milliseconds. */
const CONNECTED_WITHIN_MS = 5_000;
/** A statement is broken off so long before its answer is given up: else PostgreSQL would go on with what nobody waits for. In milliseconds. */
const BROKEN_OFF_BEFORE_MS = 1_000;
/** A process that is stopped in the middle of a transaction holds its locks no longer than this, in milliseconds. */
const IDLE_IN_TRANSACTION_MS = 10_000;

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
      connectionTimeoutMillis: CONNECTED_WITHIN_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      // Every question has one good plan, by index, whatever its values: making another each time costs more than most of them take.
      options: '-c plan_cache_mode=force_generic_plan -c jit=off',
    },
  }) as const;

/**
 * Opens the database; the caller destroys it. Throws where it cannot be reached. A statement that takes PostgreSQL nearly `answeredWithinMs` is broken
 * off there; one that is not answered by then fails, and its connection with it: without that a network that swallows everything would be waited for
 * without end. `answeredWithinMs`: more than a second. A connection for which `onConnect` rejects is not used.
 */
export const openDatabase = async (
  url: string,
  applicationName: string,
  poolSize = 10,
  answeredWithinMs?: number,
  onConnect?: (client: ClientBase) => Promise<void>,
): Promise<DataSource> => {
  const { extra, ...rest } = options(url, applicationName, poolSize);
  const patience =
    answeredWithinMs === undefined
      ? {}
      : {
          query_timeout: answeredWithinMs,
          options: `${extra.options} -c statement_timeout=${answeredWithinMs - BROKEN_OFF_BEFORE_MS}`,
        };
  const database = await new DataSource({ ...rest, extra: { ...extra, ...patience, onConnect } }).initialize();
  hearErrors(poolOf(database));
  return database;
};

/** A connection that is cut off while it is lent and nothing is being asked has nobody to tell: unheard, that would end the process. */
const hearErrors = (pool: Pool): void => {
  const heard = new WeakSet<object>();
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    client.on('error', () => undefined);
  });
};

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

/** The database was migrated by a newer version of this program, which alone knows what it holds. */
export class DatabaseIsNewer extends Error {
  override readonly name = 'DatabaseIsNewer';
}

/** Throws {@link DatabaseIsNewer} where migrations have run that this program does not know. A schema that is not there yet is no fault. */
export const refuseNewer = async (db: Pick<DataSource, 'query'>): Promise<void> => {
  for (const { schema, migrations } of SCHEMAS) {
    const [there] = (await db.query(`SELECT to_regclass('${schema}.migrations') IS NOT NULL AS made`)) as { made: boolean }[];
    if (there?.made !== true) continue;
    const known = migrations.map((migration) => migration.name);
    const rows = (await db.query(`SELECT name FROM ${schema}.migrations ORDER BY id`)) as { name: string }[];
    const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name));
    if (unknown.length === 0) continue;
    const way = schema === 'derived' ? ', or drop the schema to build it anew from the log: DROP SCHEMA derived CASCADE' : '';
    throw new DatabaseIsNewer(
      `the schema "${schema}" was migrated by a newer version of this program (${unknown.join(', ')}): run that version${way}`,
    );
  }
};

/**
 * Creates the schemas where they are missing and runs what has not run. Safe to call from several processes at once. Throws
 * {@link DatabaseIsNewer}, having changed nothing.
 */
export const migrate = async (url: string): Promise<void> => {
  const database = await openDatabase(url, 'timeline-migrate', 1);
  try {
    await refuseNewer(database);
  } finally {
    await database.destroy();
  }
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
