import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Batch, decodeAll, judgeAll, PartitionFold } from '../libs/arbiter/src/index.js';
import { type Commit, ensureTopic, eventCodec, type EventLog, type LogRecord, openKafkaEventLog } from '../libs/event-log/src/index.js';
import { type DomainEvent, migrate } from '../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../libs/situations/src/index.js';
import { patiently } from './patiently.js';
import type { Place } from './places.js';
import { produceCommits } from './produced.js';
import { eventAt, situationAt, uuid } from './rebuild-data.js';

const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);

/** `count` commits of one event, without conditions. */
const commits = function* (count: number): Generator<Commit> {
  for (let n = 0; n < count; n++) {
    const { stream, event } = eventAt(n);
    yield {
      envelope: 1,
      rule: 1,
      commandId: uuid(n),
      requestHash: '0'.repeat(64),
      situationId: situationAt(n),
      conditions: [],
      events: [{ id: uuid(n), stream, ...codec.encode(event) }],
      actor: 'bench',
      correlationId: 'bench',
    };
  }
};

/** Writes `count` commits of one event to the log, past the api. */
export const produce = async (place: Place, partitions: number, count: number): Promise<void> => {
  await produceCommits(place, partitions, commits(count));
};

const escaped = (text: string): string => text.replaceAll('\\', '\\\\');

/** What the arbiter keeps of the accepted events, by COPY. */
const copyEvents = async (client: pg.Client, partition: number, { rows }: Batch<DomainEvent>): Promise<void> => {
  const columns =
    'partition, log_offset, event_index, event_id, situation, stream, version, type, schema, data, recorded_at, actor, command_id, correlation_id';
  const stream = client.query(copyFrom(`COPY derived.events (${columns}) FROM STDIN`));
  const lines = rows.map(({ event, data, commit, offset, index, version, recordedMs }) =>
    [
      `${partition}\t${offset}\t${index}\t${event.id}\t${commit.situationId}\t${event.stream}\t${version}\t${event.type}\t${event.schema}`,
      `${escaped(JSON.stringify(data))}\t${new Date(recordedMs).toISOString()}\t${commit.actor}\t${commit.commandId}\t${commit.correlationId}`,
    ].join('\t'),
  );
  stream.end(`${lines.join('\n')}\n`);
  await once(stream, 'finish');
};

/** Judges the first `count` records of the log as the arbiter does, and writes accepted events and cursors as it does; read models stay empty. */
const judge = async (client: pg.Client, log: EventLog, count: number): Promise<void> => {
  const folds = Array.from({ length: log.partitions }, (_, partition) => new PartitionFold(partition, undefined));
  let left = count;
  let writing: Promise<unknown> = Promise.resolve();
  let settle!: { done: () => void; failed: (error: unknown) => void };
  const judged = new Promise<void>((done, failed) => (settle = { done, failed }));
  const write = async (partition: number, batch: Batch<DomainEvent>) => {
    if (batch.rows.length > 0) await copyEvents(client, partition, batch);
    await client.query(
      `INSERT INTO derived.cursors (partition, log_id, partitions, last_offset, recorded_at) VALUES ($1, $2, $3, $4, to_timestamp($5))
       ON CONFLICT (partition) DO UPDATE SET last_offset = excluded.last_offset, recorded_at = excluded.recorded_at`,
      [partition, batch.log.log, batch.log.partitions, batch.lastOffset, batch.recordedMs / 1000],
    );
  };
  const take = async (partition: number, records: readonly LogRecord[]) => {
    const fold = folds[partition]!;
    const batch = judgeAll(fold, decodeAll(records), 0, codec);
    // Every command has an id of its own here; to remember them would take more memory than all else.
    fold.first.clear();
    writing = writing.then(() => write(partition, batch));
    await writing.catch(settle.failed);
    left -= records.length;
    if (left <= 0) settle.done();
  };
  const following = await log.follow(
    folds.map(() => 0),
    take,
  );
  await judged;
  await following.stop();
};

/** A log of `count` events in Kafka, and of what a rebuild reads the record in PostgreSQL that the arbiter makes of it. */
export const judgedRecord = async (place: Place, count: number): Promise<void> => {
  const warn = (message: string, error?: unknown) => console.error(message, error ?? '');
  const settings = { brokers: place.brokers, topic: `${place.topicPrefix}.commits`, clientId: 'bench', warn };
  await Promise.all([migrate(place.databaseUrl), patiently(() => ensureTopic(settings))]);
  const log = await openKafkaEventLog(settings);
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  try {
    // Beside the events every partition has the log's identity.
    await Promise.all([produce(place, log.partitions, count), judge(client, log, count + log.partitions)]);
    await client.query('VACUUM ANALYZE');
  } finally {
    await log.close();
    await client.end();
  }
};
