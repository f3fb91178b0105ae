import type { PartitionSample, Sample } from './sample.js';

/** Why something is not ready, for people: what is so, and what mends it. */
export type Reason = { readonly code: ReasonCode; readonly detail: string; readonly mend: string };

export type ReasonCode =
  | 'starting'
  | 'stopping'
  | 'unknown'
  | 'database-unreachable'
  | 'log-unreachable'
  | 'not-begun'
  | 'no-projector'
  | 'not-following'
  | 'partitions-changed'
  | 'partition-halted'
  | 'partition-refused'
  | 'partition-gap'
  | 'log-below-record'
  | 'partition-stalled'
  | 'model-parked'
  | 'replica-unreachable'
  | 'replica-refused'
  | 'replica-stalled';

/** A partition with records to judge whose cursor does not move for so long is judged by nobody. */
export const STALLED_AFTER_MS = 5_000;
/** Several beats of a projector. */
export const BEATS_WITHIN_MS = 5_000;
/** A look that is older than this tells nothing of now. */
export const STALE_AFTER_MS = 8_000;

/** Records that the broker has and nobody has judged; undefined where either is unknown, or where the log ends below the record. */
export const lagOf = ({ end, cursor }: PartitionSample): number | undefined =>
  end === undefined || cursor === undefined || end <= cursor ? undefined : end - 1 - cursor;

/** How many offsets behind the cursor are gone from the broker; 0 where none is; undefined where unknown. */
export const gapOf = ({ start, cursor }: PartitionSample): number | undefined =>
  start === undefined || cursor === undefined ? undefined : Math.max(0, start - 1 - cursor);

/** Records that were judged and that the replica does not show; undefined where either is unknown. It may have been asked a moment after the primary. */
export const replicaLagOf = ({ replica }: Sample, { partition, cursor }: PartitionSample): number | undefined => {
  const shown = replica?.shown?.get(partition);
  return shown === undefined || cursor === undefined ? undefined : Math.max(0, cursor - shown);
};

/** The replica, which follows the record as the record follows the log. */
export const asFollower = (sample: Sample): Pick<Sample, 'at' | 'partitions'> => ({
  at: sample.at,
  partitions: sample.partitions.map((one) => {
    const cursor = sample.replica?.shown?.get(one.partition);
    const lag = replicaLagOf(sample, one);
    return { partition: one.partition, start: undefined, cursor, end: lag === undefined ? undefined : cursor! + lag + 1 };
  }),
});

/** Since when each partition's cursor stands where it does while there are records behind it, milliseconds since the epoch. */
export type StandingStill = ReadonlyMap<number, { readonly cursor: number; readonly since: number }>;

/** Carries on the account of who stands still. A partition at the end of the log, by the broker's word, stands nowhere it should not. */
export const standingStill = (before: StandingStill, sample: Pick<Sample, 'at' | 'partitions'>): StandingStill => {
  const next = new Map<number, { cursor: number; since: number }>();
  for (const one of sample.partitions) {
    const known = before.get(one.partition);
    if (one.cursor === undefined) {
      // The database is silent: what stood still may do so yet.
      if (known !== undefined) next.set(one.partition, known);
    } else if (lagOf(one) !== 0) {
      next.set(one.partition, known?.cursor === one.cursor ? known : { cursor: one.cursor, since: sample.at });
    }
  }
  return next;
};

/** Whether the partition is being judged: its cursor moved, or stood at the broker's end, not long ago. Undefined where unknown. */
export const isLive = (one: PartitionSample, still: StandingStill, now: number): boolean | undefined => {
  if (one.cursor === undefined || one.end === undefined) return undefined;
  const since = still.get(one.partition)?.since;
  return since === undefined || now - since <= STALLED_AFTER_MS;
};

const PROJECTOR = 'start a projector, or look at its log and its /health/ready: npm start, or docker compose up -d projector';
const RECOVER =
  'stop api and projector, and make the log whole from the record: timeline recover. See docs/operations.md, "The log lost something"';

const ofPartition = (one: PartitionSample, still: StandingStill, now: number): Reason[] => {
  const { partition, start, end, cursor } = one;
  if (cursor === undefined || end === undefined) return [];
  if (end <= cursor)
    return [
      {
        code: 'log-below-record',
        detail: `partition ${partition}: the log ends at offset ${end - 1}, the record at ${cursor}`,
        mend: RECOVER,
      },
    ];
  const gap = gapOf(one) ?? 0;
  if (gap > 0)
    return [
      {
        code: 'partition-gap',
        detail: `partition ${partition}: offsets ${cursor + 1} to ${start! - 1} are gone from the log and were never judged`,
        mend: `restore the log from a backup; where none has them, accept that they are lost: timeline accept-gap ${partition} ${cursor + 1} ${start! - 1} --reason "…"`,
      },
    ];
  if (isLive(one, still, now) !== false) return [];
  const seconds = Math.floor((now - still.get(partition)!.since) / 1_000);
  return [
    {
      code: 'partition-stalled',
      detail: `partition ${partition} is ${lagOf(one)} records behind and nobody has judged one for ${seconds} s`,
      mend: PROJECTOR,
    },
  ];
};

const ofReplica = (sample: Sample, still: StandingStill, now: number): Reason[] => {
  const { replica } = sample;
  if (replica === undefined) return [];
  if (replica.fault !== undefined) {
    const [code, mend] = replica.refused
      ? (['replica-refused', 'name a replica of the database at DATABASE_URL, or leave DATABASE_READ_URL unset'] as const)
      : (['replica-unreachable', 'start it; all goes on by itself. Or leave DATABASE_READ_URL unset and start the api anew'] as const);
    return [{ code, detail: replica.fault, mend }];
  }
  return asFollower(sample).partitions.flatMap((one): Reason[] => {
    if (isLive(one, still, now) !== false) return [];
    const seconds = Math.floor((now - still.get(one.partition)!.since) / 1_000);
    return [
      {
        code: 'replica-stalled',
        detail: `the replica is ${lagOf(one)} records behind in partition ${one.partition} and has shown nothing new for ${seconds} s`,
        mend: 'see pg_stat_replication of the primary, and pg_stat_wal_receiver and pg_get_wal_replay_pause_state() of the replica',
      },
    ];
  });
};

/**
 * Everything that keeps commands from being taken or questions from being answered whole, at the moment `now`. `still`: who stands still, of the
 * partitions and of the replica.
 */
export const reasonsOf = (
  sample: Sample | undefined,
  still: StandingStill,
  now: number,
  replicaStill: StandingStill = new Map(),
): Reason[] => {
  if (sample === undefined) return [{ code: 'starting', detail: 'nothing is known yet', mend: 'wait' }];
  if (now - sample.at > STALE_AFTER_MS)
    return [
      {
        code: 'unknown',
        detail: `the last look was ${Math.floor((now - sample.at) / 1_000)} s ago`,
        mend: 'wait, or restart this process',
      },
    ];
  const reasons: Reason[] = [];
  const { databaseFault, logFault, partitions, parked, beatAgeMs, frozenPartitions } = sample;
  if (databaseFault !== undefined)
    reasons.push({
      code: 'database-unreachable',
      detail: `the database does not answer: ${databaseFault}`,
      mend: 'start PostgreSQL; all goes on by itself',
    });
  if (logFault !== undefined)
    reasons.push({ code: 'log-unreachable', detail: `the log does not answer: ${logFault}`, mend: 'start Kafka; all goes on by itself' });
  reasons.push(...ofReplica(sample, replicaStill, now));
  if (databaseFault !== undefined) return reasons;
  const begun = partitions.filter(({ cursor }) => cursor !== undefined && cursor >= 0);
  if (begun.length === 0) reasons.push({ code: 'not-begun', detail: 'no record was judged: no projector has run yet', mend: PROJECTOR });
  const inLog = partitions.filter(({ end }) => end !== undefined).length;
  if (logFault === undefined && frozenPartitions !== undefined && inLog !== frozenPartitions)
    reasons.push({
      code: 'partitions-changed',
      detail: `the log has ${inLog} partitions and was made with ${frozenPartitions}`,
      mend: RECOVER,
    });
  if (beatAgeMs === undefined || beatAgeMs > BEATS_WITHIN_MS)
    reasons.push({
      code: 'no-projector',
      detail: `no projector follows the log${beatAgeMs === undefined ? '' : ` (the last sign of life was ${Math.floor(beatAgeMs / 1_000)} s ago)`}`,
      mend: PROJECTOR,
    });
  for (const one of partitions)
    if (frozenPartitions === undefined || one.partition < frozenPartitions) reasons.push(...ofPartition(one, still, now));
  for (const { name, partition, lastOffset, error } of parked ?? [])
    reasons.push({
      code: 'model-parked',
      detail: `read model ${name} stands at ${partition}-${lastOffset}: ${error}`,
      mend: `mend its fault, then build it anew: timeline rebuild ${name}`,
    });
  return reasons;
};
