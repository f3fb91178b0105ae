import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { inMemoryRecordStore } from '../../../libs/arbiter/src/index.js';
import { CommandHandler, eventCodec, inMemoryEventLog } from '../../../libs/event-log/src/index.js';
import { openLogger } from '../../../libs/platform/src/index.js';
import { RememberedRows } from '../../../libs/read-models/src/index.js';
import { type DomainCommand, type DomainEvent, EVENT_SCHEMAS, handlingOf } from '../../../libs/situations/src/index.js';
import { createApplication } from './application.js';
import { fromPrimary } from './reads/reads.js';
import { Allowance, REPLAYS } from './stream/allowance.js';

/** Nothing listens there. */
const NOWHERE = 'postgres://nobody@127.0.0.1:1/none';
const PARTITIONS = 2;

export type Api = {
  app: NestFastifyApplication;
  lines: string[];
  records: () => Promise<number>;
  values: () => Promise<string[]>;
  close: () => Promise<void>;
};

/** The api on a log in memory, for specs: it takes commands; of questions it can only say that no database answers. */
export const openApi = async ({
  verdictWaitMs = 1_000,
  judged = true,
  /** How long each look at the record takes. */
  pause = async (): Promise<void> => undefined,
} = {}): Promise<Api> => {
  const log = inMemoryEventLog(PARTITIONS);
  const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const identity = { log: '00000000-0000-4000-8000-000000000000', partition, partitions: PARTITIONS };
    await log.append({ partition, key: Buffer.from('_log'), value: Buffer.from(JSON.stringify(identity)) });
  }
  const judgedLog = await inMemoryRecordStore(log, codec);
  const store: typeof judgedLog = {
    ...judgedLog,
    load: async (...asked) => {
      await pause();
      const loaded = await judgedLog.load(...asked);
      await pause();
      return loaded;
    },
  };
  if (!judged) await store.stop();
  const lines: string[] = [];
  const pool = new pg.Pool({ connectionString: NOWHERE });
  const database = new DataSource({ type: 'postgres', url: NOWHERE });
  const app = await createApplication(
    {
      commands: new CommandHandler<DomainCommand, DomainEvent>(log, store, codec, handlingOf, verdictWaitMs),
      pool,
      database,
      reads: fromPrimary(pool, database),
      health: {
        reasons: () => (judged ? [] : [{ code: 'no-projector', detail: 'nobody judges the log', mend: 'start a projector' }]),
        metrics: async () => ({ contentType: 'text/plain', text: 'timeline_ready 1\n' }),
      },
      log,
      told: () => () => undefined,
      allowances: { replay: new Allowance(REPLAYS), live: new Allowance(REPLAYS) },
      reports: new RememberedRows(),
    },
    openLogger('api', 'warn', { write: (line) => void lines.push(line) }),
  );
  return {
    app,
    lines,
    records: async () => (await log.ends()).reduce((sum, { end }) => sum + end, -PARTITIONS),
    values: async () => {
      const positions = (await log.ends()).flatMap(({ partition, end }) =>
        Array.from({ length: end }, (_, offset) => ({ partition, offset })),
      );
      return (await log.read(positions)).map((record) => String(record?.value));
    },
    close: async () => {
      await app.close();
      await store.stop();
      await pool.end();
    },
  };
};
