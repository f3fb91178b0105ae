import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { acceptedLog } from '../../../../libs/arbiter/src/index.js';
import { eventCodec, openKafkaEventLog } from '../../../../libs/event-log/src/index.js';
import { openLogger, readEnvironment } from '../../../../libs/platform/src/index.js';
import {
  type DomainEvent,
  judgedOffsets,
  lockRebuild,
  openDatabase,
  poolOf,
  PROJECTIONS,
  runRebuild,
} from '../../../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../../../libs/situations/src/index.js';

// node rebuild.worker.js ID: works on one rebuild until it is through, and ends. A child of the projector, with memory of its own.

const run = async (id: number): Promise<void> => {
  const { databaseUrl, kafkaBrokers, topicPrefix, logLevel } = readEnvironment(
    ['databaseUrl', 'kafkaBrokers', 'topicPrefix', 'logLevel'],
    process.env,
  );
  const logger = openLogger('rebuild', logLevel).child({ rebuild: id });
  const warn = (message: string, error?: unknown) => logger.warn({ err: error }, message);
  const controller = new AbortController();
  const abort = (why: string) => controller.abort(new Error(why));
  process.on('SIGTERM', () => abort('SIGTERM'));
  process.on('SIGINT', () => abort('SIGINT'));
  // Nobody would end it any more, or begin it again: whatever is under way is undone with its connections.
  const orphaned = () => process.exit(1);
  process.on('disconnect', orphaned);

  const lock = await lockRebuild(databaseUrl, id, () => process.exit(1));
  if (lock === undefined) {
    process.off('disconnect', orphaned);
    return;
  }
  const database = await openDatabase(databaseUrl, 'timeline-rebuild', 12);
  const pool = poolOf(database);
  // The brokers need not answer: what is read from the archive goes on without them, and what is read from the log waits for them.
  const settings = { brokers: kafkaBrokers, topic: `${topicPrefix}.commits`, clientId: 'timeline-rebuild', warn };
  const log = await openKafkaEventLog(settings, (await judgedOffsets(pool)).length);
  try {
    const worker = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
    const events = acceptedLog(log, pool, eventCodec<DomainEvent>(EVENT_SCHEMAS));
    logger.info('goes on with the rebuild');
    const state = await runRebuild({ databaseUrl, pool, events, projections: PROJECTIONS, worker, signal: controller.signal }, id);
    logger.info({ state }, 'the rebuild rests');
  } catch (error) {
    logger.warn({ err: error }, 'the rebuild was broken off');
    process.exitCode = 1;
  } finally {
    await log.close().catch(() => undefined);
    await database.destroy();
    await lock.release().catch(() => undefined);
    process.off('disconnect', orphaned);
  }
};

run(Number(process.argv[2])).then(
  () => process.disconnect?.(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
