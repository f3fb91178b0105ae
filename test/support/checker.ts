import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import type { Pool } from 'pg';
import { Arbiter } from '../../libs/arbiter/src/arbiter.js';
import { type Batch, decodeAll, judgeAll } from '../../libs/arbiter/src/batch.js';
import { ensureCursors } from '../../libs/arbiter/src/batch.queries.js';
import { PartitionFold } from '../../libs/arbiter/src/fold.js';
import { eventCodec, type EventLog, formatEventPosition, formatPosition, type LogRecord } from '../../libs/event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, MODELS, openDatabase, poolOf } from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';
import { eventually } from './eventually.js';
import type { LineResult } from './http-client.js';
import { createTemplate } from './stack.js';
import type { System } from './system.js';

/** The log as one reader judged it alone, from its first record, undisturbed. */
export type Refolded = readonly (Batch<DomainEvent> & { partition: number })[];

const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
const sha256 = (bytes: Buffer | null): string | null => (bytes === null ? null : createHash('sha256').update(bytes).digest('hex'));
const iso = (ms: number): string => new Date(ms).toISOString();

/** Every record of the log, by partition. */
const readAll = async (log: EventLog): Promise<LogRecord[][]> => {
  const partitions: LogRecord[][] = Array.from({ length: log.partitions }, () => []);
  const ends = await log.ends();
  const following = await log.follow(
    ends.map(() => 0),
    async (partition, records) => void partitions[partition]!.push(...records),
  );
  await eventually(() => expect(partitions.map(({ length }) => length)).toEqual(ends.map(({ end }) => end)));
  await following.stop();
  return partitions;
};

/** What of a system is compared. */
export type Judged = Pick<System, 'judged' | 'log' | 'pool'>;

/** Read models that stand still, each in these partitions. */
export type Parked = Readonly<Record<string, readonly number[]>>;

/**
 * Reads the whole log from Kafka, judges it anew, and compares with what the product has in PostgreSQL: every record with its verdict, every
 * command, event, stream head and cursor, and every row of every read model, but for those that are to be parked.
 */
export const expectRecordToAgree = async (system: Judged, { parked = {} }: { parked?: Parked } = {}): Promise<Refolded> => {
  await system.judged();
  const partitions = await readAll(system.log);
  const refolded = partitions.map((records, partition) => ({
    partition,
    ...judgeAll(new PartitionFold(partition, undefined), decodeAll(records), 0, codec),
  }));
  expectSame(await recordOf(system.pool), expectedRecord(refolded));
  for (const batch of refolded) expectStreamsWhole(batch);
  expectSame(await readModelsOf(system.pool, parked), {
    ...(await readModelsBuiltFrom(partitions, parked)),
    parked: Object.entries(parked).flatMap(([name, places]) => places.map((partition) => `${name} ${partition}`)),
  });
  return refolded;
};

/** Names the first difference of each list: a diff of long lists takes longer than anybody waits. */
const expectSame = (actual: Record<string, readonly unknown[]>, expected: Record<string, readonly unknown[]>): void => {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, wanted] of Object.entries(expected)) {
    const found = actual[name]!;
    const at = wanted.findIndex((item, i) => !isDeepStrictEqual(item, found[i]));
    if (at >= 0) expect({ name, at, item: found[at] }).toEqual({ name, at, item: wanted[at] });
    expect({ name, more: found.slice(wanted.length, wanted.length + 5) }).toEqual({ name, more: [] });
  }
};

/** Every line that an import reported as recorded stands in the log exactly once, where it was said to. */
export const expectOnceInLog = (ledger: readonly LineResult[], refolded: Refolded): void => {
  const positions = new Map<string, string[]>();
  for (const { id, position } of refolded.flatMap(({ events }) => events)) {
    const { index, ...commit } = position;
    positions.set(id, [...(positions.get(id) ?? []), `${formatPosition(commit)} ${index}`]);
  }
  for (const line of ledger) {
    if (line.status !== 'recorded') continue;
    expect(line.eventIds.map((id) => [line.id, positions.get(id)])).toEqual(
      line.eventIds.map((_, index) => [line.id, [`${line.position} ${index}`]]),
    );
  }
};

/** Accepted versions of a stream are 1..n, and a command is accepted at most once. */
const expectStreamsWhole = ({ events, firsts }: Batch<DomainEvent>): void => {
  const versions = new Map<string, number>();
  for (const { situationId, stream, version } of events) {
    const name = `${situationId} ${stream}`;
    expect([name, version]).toEqual([name, (versions.get(name) ?? 0) + 1]);
    versions.set(name, version);
  }
  const accepted = firsts.filter(({ verdict }) => verdict === 'accepted').map(({ commandId }) => commandId);
  expect(new Set(accepted).size).toBe(accepted.length);
};

const expectedRecord = (refolded: Refolded) => ({
  records: refolded.flatMap(({ records }) =>
    records.map(({ record, recordedMs, verdict, reason }) => ({
      position: formatPosition(record),
      verdict,
      reason: reason ?? null,
      bytes: [record.key, record.headers, record.value].map(sha256),
      brokerAt: iso(record.brokerMs),
      recordedAt: iso(recordedMs),
    })),
  ),
  commands: refolded.flatMap(({ firsts }) =>
    firsts.map(({ position, versions, ...first }) => ({ ...first, versions: { ...versions }, position: formatPosition(position) })),
  ),
  events: refolded.flatMap(({ partition, rows }) =>
    rows.map(({ event, data, commit, offset, index, version, recordedMs }) => ({
      id: event.id,
      position: formatEventPosition({ partition, offset, index }),
      situationId: commit.situationId,
      stream: event.stream,
      version,
      type: event.type,
      data,
      commandId: commit.commandId,
      recordedAt: iso(recordedMs),
    })),
  ),
  heads: refolded.flatMap(({ heads }) => heads.map(({ situationId, stream, version }) => `${situationId} ${stream} ${version}`)).sort(),
  cursors: refolded.map(({ log, lastOffset, recordedMs }) => ({ log: log.log, lastOffset, recordedAt: iso(recordedMs) })),
});

const recordOf = async (pool: Pool): Promise<ReturnType<typeof expectedRecord>> => {
  const rows = async <Row>(sql: string): Promise<Row[]> => (await pool.query(sql)).rows as Row[];
  const position = `partition || '-' || log_offset`;
  type Raw = { key: Buffer | null; headers: Buffer; value: Buffer | null; broker_at: Date; recorded_at: Date };
  const records = await rows<Raw & { position: string; verdict: 'accepted'; reason: string | null }>(
    `SELECT ${position} AS position, verdict, reason, key, headers, value, broker_at, recorded_at FROM derived.records ORDER BY partition, log_offset`,
  );
  const timed = async <Row extends { recordedAt: string }>(sql: string): Promise<Row[]> =>
    (await rows<Row & { recordedAt: Date }>(sql)).map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
  return {
    records: records.map((row) => ({
      position: row.position,
      verdict: row.verdict,
      reason: row.reason,
      bytes: [row.key, row.headers, row.value].map(sha256),
      brokerAt: row.broker_at.toISOString(),
      recordedAt: row.recorded_at.toISOString(),
    })),
    commands: await rows(`
      SELECT command_id AS "commandId", situation AS "situationId", verdict, ${position} AS position, request_hash AS "requestHash", versions,
             event_ids::text[] AS "eventIds"
      FROM derived.commands ORDER BY partition, log_offset`),
    events: await timed(`
      SELECT event_id AS id, ${position} || '.' || event_index AS position, situation AS "situationId", stream, version, type, data,
             command_id AS "commandId", recorded_at AS "recordedAt"
      FROM derived.events ORDER BY partition, log_offset, event_index`),
    heads: (await rows<{ head: string }>(`SELECT situation || ' ' || stream || ' ' || version AS head FROM derived.heads`))
      .map(({ head }) => head)
      .sort(),
    cursors: await timed(
      `SELECT log_id AS log, last_offset::int AS "lastOffset", recorded_at AS "recordedAt" FROM derived.cursors ORDER BY partition`,
    ),
  };
};

/** Every row of every read model where it is not to be parked, and what is parked. */
const readModelsOf = async (pool: Pool, parked: Parked): Promise<Record<string, string[]>> => {
  const models: Record<string, string[]> = {};
  for (const name of Object.keys(MODELS)) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT to_jsonb(model)::text AS row FROM derived.${name} AS model WHERE partition <> ALL($1::int[])
       ORDER BY partition, log_offset, event_index, ord`,
      [parked[name] ?? []],
    );
    models[name] = rows.map(({ row }) => row);
  }
  const { rows } = await pool.query<{ parked: string }>(
    `SELECT name || ' ' || partition AS parked FROM derived.projections WHERE state = 'parked' ORDER BY name, partition`,
  );
  models['parked'] = rows.map((row) => row.parked);
  return models;
};

const readModelsBuiltFrom = async (partitions: readonly LogRecord[][], parked: Parked): Promise<Record<string, string[]>> => {
  const database = await createTemplate(migrate).createDatabase();
  const opened = await openDatabase(database.url, 'test');
  const pool = poolOf(opened);
  try {
    const client = await pool.connect();
    await ensureCursors(client, partitions.length);
    client.release();
    const arbiter = new Arbiter({ pool, codec, projections: LIVE_PROJECTIONS, warn: () => undefined });
    for (const [partition, records] of partitions.entries()) await arbiter.take(partition, records);
    return await readModelsOf(pool, parked);
  } finally {
    await opened.destroy();
    await database.drop();
  }
};
