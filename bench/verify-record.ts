import { Arbiter, checkLog } from '../libs/arbiter/src/index.js';
import { ensureTopic, eventCodec, openKafkaEventLog } from '../libs/event-log/src/index.js';
import { type DomainEvent, migrate, openDatabase, poolOf, PROJECTIONS } from '../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../libs/situations/src/index.js';
import { patiently } from './patiently.js';
import type { Place } from './places.js';
import { produce } from './rebuild-record.js';

/** A log of `count` events in Kafka, and all that the arbiter makes of it in PostgreSQL: the record, the heads and the read models. */
export const arbitratedRecord = async (place: Place, count: number): Promise<void> => {
  const warn = (message: string, error?: unknown) => console.error(message, error ?? '');
  const settings = { brokers: place.brokers, topic: `${place.topicPrefix}.commits`, clientId: 'bench', warn };
  await Promise.all([migrate(place.databaseUrl), patiently(() => ensureTopic(settings))]);
  const log = await openKafkaEventLog(settings);
  const database = await openDatabase(place.databaseUrl, 'bench', 10);
  try {
    await produce(place, log.partitions, count);
    const arbiter = new Arbiter({ pool: poolOf(database), codec: eventCodec<DomainEvent>(EVENT_SCHEMAS), projections: PROJECTIONS, warn });
    const ends = new Map((await log.ends()).map(({ partition, end }) => [partition, end]));
    let done: () => void;
    const all = new Promise<void>((resolve) => (done = resolve));
    const following = await log.follow(await checkLog(poolOf(database), log), async (partition, records) => {
      await arbiter.take(partition, records);
      if (records.at(-1)!.offset + 1 >= ends.get(partition)!) ends.delete(partition);
      if (ends.size === 0) done();
    });
    await all;
    await following.stop();
    await poolOf(database).query('VACUUM ANALYZE');
  } finally {
    await log.close();
    await database.destroy();
  }
};
