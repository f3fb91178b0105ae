import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { eventually } from './eventually.js';

/** Where the run's PostgreSQL and Kafka answer: `brokers` as in KAFKA_BROKERS, separated by commas. */
export type Stack = { databaseUrl: string; brokers: string };

/** A database of one test file, and the replica of it that questions go to, if any; `drop` also cuts off connections left open. */
export type TestDatabase = { url: string; replicaUrl?: string; drop: () => Promise<void> };

/** The run's stack, made once by stack.setup.ts, whatever it runs on. */
export const stack = (): Stack => ({ databaseUrl: fromSetup('DATABASE_URL'), brokers: fromSetup('KAFKA_BROKERS') });

/** A topic prefix (TOPIC_PREFIX) that nothing else uses. */
export const topicPrefix = (): string => `test-${fromSetup('TEST_RUN')}-${randomBytes(4).toString('hex')}`;

/** An empty database. */
export const createDatabase = (name = randomBytes(4).toString('hex')): Promise<TestDatabase> => clone('template0', name);

/**
 * Databases cloned from a template that `migrate` fills, which happens once a run: whichever Jest worker needs it first does it, the
 * others wait. `migrate` must have closed its connections when it resolves.
 */
export const createTemplate = (
  migrate: (url: string) => Promise<void>,
  templateName = 'template',
): { createDatabase: (name?: string) => Promise<TestDatabase> } => {
  let ready: Promise<string> | undefined;
  return {
    createDatabase: async (name = randomBytes(4).toString('hex')) =>
      clone(await (ready ??= makeTemplate(databaseName(templateName), migrate)), name),
  };
};

const makeTemplate = (template: string, migrate: (url: string) => Promise<void>): Promise<string> =>
  asAdministrator(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]); // freed with the connection
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount !== 0) return template;
    // Renamed when it is whole, so that a migration that fails leaves no half of it.
    const unfinished = `${template}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`);
    await migrate(urlOf(unfinished));
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
    return template;
  });

const clone = (template: string, name: string): Promise<TestDatabase> =>
  asAdministrator(async (client) => {
    const database = databaseName(name);
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${template}`);
    return {
      url: urlOf(database),
      drop: () =>
        asAdministrator(async (again) => {
          await untilUnused(again, database).catch(() => undefined);
          await again.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
        }),
    };
  });

/** A pool that has ended may still be closing its connections: cut off, they would be errors that nobody hears. */
const untilUnused = (client: Client, database: string): Promise<void> =>
  eventually(
    async () => {
      const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [database]);
      if (rowCount !== 0) throw new Error(`${database} has ${rowCount} connections`);
    },
    { within: 1_000 },
  );

/** Carries the run's name: a PostgreSQL that outlives the run is cleared by it. */
const databaseName = (name: string): string => {
  if (!/^[a-z0-9_]{1,40}$/.test(name))
    throw new Error(`"${name}" is no name for a test database: small letters, digits and _ only, 40 at most`);
  return `test_${fromSetup('TEST_RUN')}_${name}`;
};

const urlOf = (database: string): string => {
  const url = new URL(stack().databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const asAdministrator = async <T>(use: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: stack().databaseUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const fromSetup = (variable: string): string => {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: only tests named *.int-spec.ts and *.e2e-spec.ts have a stack`);
  return value;
};
