import { createHash } from 'node:crypto';
import { Arbiter, checkLog, PostgresRecordStore, RememberedStreams } from '../libs/arbiter/src/index.js';
import { CommandHandler, ensureTopic, eventCodec, openKafkaEventLog } from '../libs/event-log/src/index.js';
import { readEnvironment } from '../libs/platform/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, openDatabase, poolOf } from '../libs/read-models/src/index.js';
import { type DomainCommand, EVENT_SCHEMAS, handlingOf } from '../libs/situations/src/index.js';
import { type Contender, timed } from './contender.js';
import { patiently } from './patiently.js';
import type { Place } from './places.js';
import { OPENING, SITUATION_ID, taskOf } from './workload.js';

const warn = (message: string, error?: unknown): void => console.error(message, error ?? '');

/** Command to verdict: what the api and the projector do, in one process, which remembers as much of streams as an api would (`STREAMS_MIB`). */
export const inProcess = async ({ databaseUrl, brokers, topicPrefix }: Place): Promise<Contender> => {
  const settings = { brokers, topic: `${topicPrefix}.commits`, clientId: 'bench', warn };
  await Promise.all([migrate(databaseUrl), patiently(() => ensureTopic(settings))]);
  const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);

  const judged = await openDatabase(databaseUrl, 'bench-projector');
  const judgedLog = await openKafkaEventLog(settings);
  const arbiter = new Arbiter({ pool: poolOf(judged), codec, projections: LIVE_PROJECTIONS, warn });
  const next = await checkLog(poolOf(judged), judgedLog);
  const following = await patiently(() => judgedLog.follow(next, (partition, records) => arbiter.take(partition, records)));

  const written = await openDatabase(databaseUrl, 'bench-api', 20);
  const writtenLog = await openKafkaEventLog(settings);
  const { streamsMib } = readEnvironment(['streamsMib'], process.env);
  const remembered = new RememberedStreams<DomainEvent>(streamsMib);
  const store = new PostgresRecordStore(poolOf(written), databaseUrl, writtenLog.partitions, codec, warn, remembered);
  await store.start();
  const commands = new CommandHandler<DomainCommand, DomainEvent>(writtenLog, store, codec, handlingOf);

  const record = async (command: DomainCommand, idempotencyKey: string): Promise<void> => {
    const { status } = await commands.handle({
      situationId: SITUATION_ID,
      command: () => command,
      requestHash: createHash('sha256').update(JSON.stringify(command)).digest('hex'),
      actor: 'anonymous',
      idempotencyKey,
      correlationId: idempotencyKey,
    });
    if (status !== 'recorded') throw new Error(`command ${idempotencyKey} is ${status}`);
  };

  await record({ type: 'OpenSituation', ...OPENING }, 'opening');
  let n = 0;
  return {
    once: () => {
      const { command } = taskOf(n);
      return timed(() => record(command, `task-${n++}`));
    },
    close: async () => {
      await following.stop();
      await store.stop();
      await Promise.all([judgedLog.close(), writtenLog.close()]);
      await Promise.all([judged.destroy(), written.destroy()]);
    },
  };
};
