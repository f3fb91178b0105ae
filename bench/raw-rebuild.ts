import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { PROJECTIONS } from '../libs/read-models/src/index.js';
import { timed } from './contender.js';
import type { Place } from './places.js';

const TABLES = PROJECTIONS.map(({ name, version }) => `${name}_v${version}`);

/** kafkajs alone: every record of the topic, its value parsed. Milliseconds from the first record to the last. */
export const rawConsume = async ({ brokers, topicPrefix }: Place, records: number): Promise<number> => {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.ERROR });
  const topic = `${topicPrefix}.commits`;
  const consumer = kafka.consumer({ groupId: `${topic}.${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let start: number | undefined;
  let taken = 0;
  let parsed = 0;
  const ended = new Promise<number>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        partitionsConsumedConcurrently: 8,
        eachBatch: async ({ batch: { messages } }) => {
          start ??= performance.now();
          for (const { value } of messages) parsed += JSON.parse(value!.toString()).events?.length ?? 0;
          taken += messages.length;
          if (taken >= records) resolve(performance.now() - start);
        },
      })
      .catch(reject);
  });
  const ms = await ended;
  await consumer.disconnect();
  if (parsed === 0) throw new Error('nothing was parsed');
  return ms;
};

/** The rows of the live tables in files, as COPY wrote them. */
export type CopiedRows = { readonly folder: string; readonly drop: () => Promise<void> };

export const copyOut = async ({ databaseUrl }: Place): Promise<CopiedRows> => {
  const folder = await mkdtemp(join(tmpdir(), 'timeline-bench-'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  for (const table of TABLES) {
    // In the order of the log, which a table has not once its rows were stamped.
    const rows = `SELECT * FROM derived.${table} ORDER BY partition, log_offset, event_index, ord`;
    await pipeline(client.query(copyTo(`COPY (${rows}) TO STDOUT`)), createWriteStream(join(folder, table)));
  }
  await client.end();
  return { folder, drop: () => rm(folder, { recursive: true }) };
};

/** COPY of the same rows into tables with the same indexes, pg alone, indexes made first or after. Milliseconds. */
export const rawCopy = async ({ databaseUrl }: Place, { folder }: CopiedRows, indexes: 'first' | 'after'): Promise<number> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('CREATE SCHEMA bench_raw');
  for (const table of TABLES) await client.query(`CREATE TABLE bench_raw.${table} (LIKE derived.${table})`);
  const index = async (table: string) => {
    const { rows } = await client.query<{ definition: string }>(
      'SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index WHERE indrelid = $1::regclass',
      [`derived.${table}`],
    );
    for (const { definition } of rows) {
      await client.query(definition.replace(/ INDEX \S+ ON \S+ /, ` INDEX ON bench_raw.${table} `));
    }
  };
  try {
    return await timed(async () => {
      for (const table of TABLES) {
        if (indexes === 'first') await index(table);
        await pipeline(
          createReadStream(join(folder, table), { highWaterMark: 1024 * 1024 }),
          client.query(copyFrom(`COPY bench_raw.${table} FROM STDIN`)),
        );
        if (indexes === 'after') await index(table);
      }
    });
  } finally {
    await client.query('DROP SCHEMA bench_raw CASCADE');
    await client.end();
  }
};
