import { expect } from '@jest/globals';
import { type Batch, decodeAll, judgeAll, PartitionFold } from '../../libs/arbiter/src/index.js';
import { eventCodec, type EventLog, formatPosition, type LogRecord } from '../../libs/event-log/src/index.js';
import { type DomainEvent, openDatabase, poolOf } from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';
import { verifyLog } from '../../libs/verification/src/index.js';
import { eventually } from './eventually.js';
import type { LineResult } from './http-client.js';
import type { System } from './system.js';

/** The log as one reader judged it alone, from its first record, undisturbed. */
export type Refolded = readonly (Batch<DomainEvent> & { partition: number })[];

/** Longer than the longest log of a test takes to be read, in milliseconds. */
const READ_WITHIN_MS = 120_000;

const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);

/** Every record of the log, by partition. */
const readAll = async (log: EventLog): Promise<LogRecord[][]> => {
  const partitions: LogRecord[][] = Array.from({ length: log.partitions }, () => []);
  const ends = await log.ends();
  const following = await log.follow(
    ends.map(() => 0),
    async (partition, records) => void partitions[partition]!.push(...records),
  );
  await eventually(() => expect(partitions.map(({ length }) => length)).toEqual(ends.map(({ end }) => end)), { within: READ_WITHIN_MS });
  await following.stop();
  return partitions;
};

/** What of a system is compared. */
export type Judged = Pick<System, 'judged' | 'log' | 'pool'>;

/** Read models that stand still, each in these partitions. */
export type Parked = Readonly<Record<string, readonly number[]>>;

/**
 * Verifies the log as an operator does: every record with its verdict, every command, event, stream head and cursor, and every row of every read
 * model; of those that are to be parked, as far as they came. Answers the log as judged anew.
 */
export const expectRecordToAgree = async (system: Judged, { parked = {} }: { parked?: Parked } = {}): Promise<Refolded> => {
  await system.judged();
  const { connectionString: databaseUrl } = system.pool.options;
  if (databaseUrl === undefined) throw new TypeError('the pool of the system was not opened by an address');
  const database = await openDatabase(databaseUrl, 'test');
  try {
    const found = await verifyLog({ pool: poolOf(database), databaseUrl, log: system.log });
    expect({ first: found.first, differences: found.differences, notCompared: found.notCompared }).toEqual({
      first: null,
      differences: 0,
      notCompared: [],
    });
    expect(found.parked.map(({ name, partition }) => `${name} ${partition}`).sort()).toEqual(
      Object.entries(parked)
        .flatMap(([name, places]) => places.map((partition) => `${name} ${partition}`))
        .sort(),
    );
  } finally {
    await database.destroy();
  }
  const refolded = (await readAll(system.log)).map((records, partition) => ({
    partition,
    ...judgeAll(new PartitionFold(partition, undefined), decodeAll(records), 0, codec),
  }));
  for (const batch of refolded) expectStreamsWhole(batch);
  return refolded;
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
