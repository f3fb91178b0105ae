import { randomBytes } from 'node:crypto';
import { dockerAnswers, kafkaContainer, postgresContainer } from './containers.mjs';
import { Failure } from './failure.mjs';
import { localStack } from './local-stack.mjs';
import { newRun, removeRun } from './runs.mjs';

/**
 * The stack of one test run, without data. Each of PostgreSQL and Kafka is the one given by DATABASE_URL or KAFKA_BROKERS, else a container
 * where Docker answers, else a local one. TEST_STACK=docker or TEST_STACK=local decides instead.
 *
 * @typedef {{ databaseUrl: string, brokers: string, run: string, stop(): Promise<void> }} TestStack
 * run: a name that no other run has; what tests make carries it
 * @returns {Promise<TestStack>}
 */
export const startTestStack = async () => {
  const databaseUrl = process.env['DATABASE_URL'];
  const brokers = process.env['KAFKA_BROKERS'];
  const run = randomBytes(4).toString('hex');
  const started = (await wantsDocker(Boolean(databaseUrl && brokers))) ? await inContainers(databaseUrl, brokers) : await locally();
  return {
    ...started,
    run,
    stop: async () => {
      // What others gave is left as it was; what is ours goes as a whole.
      if (databaseUrl) await dropDatabases(databaseUrl, run);
      if (brokers) await deleteTopics(brokers, run);
      await started.stop();
    },
  };
};

/** @param {boolean} bothGiven */
const wantsDocker = async (bothGiven) => {
  const forced = process.env['TEST_STACK'];
  if (forced && forced !== 'docker' && forced !== 'local') throw new Failure(`TEST_STACK=${forced} is not known: docker and local are.`);
  if (forced === 'local' || bothGiven) return false;
  const answers = await dockerAnswers();
  if (forced === 'docker' && !answers) throw new Failure('TEST_STACK=docker, but no Docker daemon answers.');
  return answers;
};

/** @param {string | undefined} databaseUrl @param {string | undefined} brokers */
const inContainers = async (databaseUrl, brokers) => {
  const [database, log] = await Promise.all([databaseUrl ? undefined : postgresContainer(), brokers ? undefined : kafkaContainer()]);
  return {
    databaseUrl: databaseUrl ?? database?.url ?? '',
    brokers: brokers ?? log?.brokers ?? '',
    stop: async () => {
      await Promise.all([database?.stop(), log?.stop()]);
    },
  };
};

const locally = async () => {
  const directory = await newRun();
  const stack = localStack({ directory });
  const stop = async () => {
    await stack.stop();
    removeRun(directory);
  };
  try {
    return { ...(await stack.start()), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** @param {string} url @param {string} run */
const dropDatabases = async (url, run) => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [`test\\_${run}\\_%`]);
  for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  await client.end();
};

/** @param {string} brokers @param {string} run */
const deleteTopics = async (brokers, run) => {
  const { Kafka, logLevel } = (await import('kafkajs')).default;
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`test-${run}-`));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
};
