import type { Pool } from 'pg';
import { type EventLog, inTime } from '../../event-log/src/index.js';
import { type Replica, ReplicaRefused } from '../../read-models/src/index.js';

/** What was seen of one partition. What could not be seen is undefined: unknown, and never 0. */
export type PartitionSample = {
  readonly partition: number;
  /** Offsets of the first record that the broker keeps, and of the next to be written. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** The last offset that was judged; -1 before the first. */
  readonly cursor: number | undefined;
};

/** A read model that does not follow the log in a partition. */
export type ParkedModel = { readonly name: string; readonly partition: number; readonly lastOffset: number; readonly error: string };

/** What was seen of the replica that questions are answered from. */
export type ReplicaSample = {
  /** The last offset that it shows, by partition; undefined where it did not answer. */
  readonly shown: ReadonlyMap<number, number> | undefined;
  /** Why it did not answer, or why it is not the replica that it was taken for. */
  readonly fault: string | undefined;
  readonly refused: boolean;
};

/** One look at the broker and the database, of about the same moment. */
export type Sample = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly partitions: readonly PartitionSample[];
  /** Undefined where the database did not answer. */
  readonly parked: readonly ParkedModel[] | undefined;
  /** How long ago the liveliest projector last heard from the log, in milliseconds; undefined where unknown or where none ever did. */
  readonly beatAgeMs: number | undefined;
  /** Partitions that the record was begun with; undefined where unknown. */
  readonly frozenPartitions: number | undefined;
  /** Why they did not answer. */
  readonly databaseFault: string | undefined;
  readonly logFault: string | undefined;
  /** Undefined where there is none. */
  readonly replica: ReplicaSample | undefined;
};

/** Whoever asks must get an answer, if only that there is none. */
const ANSWERED_WITHIN_MS = 4_000;

type RecordRow = {
  cursors: { partition: number; last_offset: number; partitions: number | null }[] | null;
  parked: { name: string; partition: number; last_offset: number; error: string }[] | null;
  beat_age: number | null;
};

/** One statement, so that one snapshot. */
const askRecord = async (pool: Pool): Promise<RecordRow> => {
  const { rows } = await pool.query<RecordRow>({
    name: 'signals-record',
    text: `
      SELECT
        (SELECT json_agg(json_build_object('partition', partition, 'last_offset', last_offset, 'partitions', partitions)) FROM derived.cursors) AS cursors,
        (SELECT json_agg(json_build_object('name', name, 'partition', partition, 'last_offset', last_offset, 'error', error) ORDER BY name, partition)
         FROM derived.projections WHERE state = 'parked') AS parked,
        (SELECT (extract(epoch FROM min(clock_timestamp() - beat_at)) * 1000)::float8 FROM derived.projectors) AS beat_age`,
  });
  return rows[0]!;
};

/** No schema, or an older one: a projector makes it, and none has come to it yet. */
const NOT_MADE = /^(42P01|3F000)$/;
const NOTHING: RecordRow = { cursors: null, parked: null, beat_age: null };

const recordOrNothing = (pool: Pool): Promise<RecordRow> =>
  askRecord(pool).catch((error: { code?: string }) => {
    if (NOT_MADE.test(error.code ?? '')) return NOTHING;
    throw error;
  });

/** Asks both, each for itself: that one is silent hides nothing of the other. Never rejects. */
export const takeSample = async (
  pool: Pool,
  log: EventLog | undefined,
  now: () => number = Date.now,
  replica?: Pick<Replica, 'shown'>,
): Promise<Sample> => {
  const askEnds = () => (log === undefined ? notOpen() : inTime(ANSWERED_WITHIN_MS, log.ends()));
  const seen = replica === undefined ? undefined : sampleOf(replica);
  const [record, firstEnds] = await Promise.allSettled([inTime(ANSWERED_WITHIN_MS, recordOrNothing(pool)), askEnds()]);
  const cursors = record.status === 'fulfilled' ? (record.value.cursors ?? []) : [];
  // What was written and judged between the two answers is no log that ends below the record: asked after the record, the log has it.
  const isBelow =
    firstEnds.status === 'fulfilled' &&
    firstEnds.value.some(({ partition, end }) => cursors.some((cursor) => cursor.partition === partition && end <= cursor.last_offset));
  const [ends] = isBelow ? await Promise.allSettled([askEnds()]) : [firstEnds];
  const known = ends.status === 'fulfilled' ? ends.value : [];
  const partitions = [...new Set([...cursors, ...known].map(({ partition }) => partition))].sort((a, b) => a - b);
  return {
    at: now(),
    partitions: partitions.map((partition) => {
      const end = known.find((one) => one.partition === partition);
      const cursor = cursors.find((one) => one.partition === partition);
      return { partition, start: end?.start, end: end?.end, cursor: cursor?.last_offset };
    }),
    parked:
      record.status === 'fulfilled'
        ? (record.value.parked ?? []).map(({ last_offset, ...parked }) => ({ ...parked, lastOffset: last_offset }))
        : undefined,
    beatAgeMs: record.status === 'fulfilled' ? (record.value.beat_age ?? undefined) : undefined,
    frozenPartitions: cursors.find((cursor) => cursor.partitions !== null)?.partitions ?? undefined,
    databaseFault: record.status === 'rejected' ? reasonOf(record.reason) : undefined,
    logFault: ends.status === 'rejected' ? reasonOf(ends.reason) : undefined,
    replica: await seen,
  };
};

/** Never rejects. */
const sampleOf = async (replica: Pick<Replica, 'shown'>): Promise<ReplicaSample> => {
  try {
    return { shown: await inTime(ANSWERED_WITHIN_MS, replica.shown()), fault: undefined, refused: false };
  } catch (error) {
    return { shown: undefined, fault: reasonOf(error), refused: error instanceof ReplicaRefused };
  }
};

const notOpen = () => Promise.reject(new Error('it was not reached yet'));

/** A refused connection to several addresses has no message of its own. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
};
