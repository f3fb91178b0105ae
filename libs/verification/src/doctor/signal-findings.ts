import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EventLog } from '../../../event-log/src/index.js';
import type { Replica } from '../../../read-models/src/index.js';
import {
  asFollower,
  isLive,
  lagOf,
  reasonsOf,
  replicaLagOf,
  type Sample,
  type StandingStill,
  standingStill,
  takeSample,
} from '../../../signals/src/index.js';
import { fault, type Finding, note } from './finding.js';

/** Longer than a partition with records to judge may stand still. */
const LOOKS_FOR_MS = 7_000;
const LOOKS_EVERY_MS = 1_000;

export type PartitionHealth = {
  readonly partition: number;
  /** Offsets of the first record that the broker keeps, of the next to be written, and of the last that was judged; null where unknown. */
  readonly start: number | null;
  readonly end: number | null;
  readonly judged: number | null;
  readonly lag: number | null;
  readonly live: boolean | null;
};

type Looked = { readonly sample: Sample; readonly still: StandingStill; readonly replicaStill: StandingStill };

/** Looks until every partition was seen at its end, and the replica too, or for as long as it takes to say that one stands still. */
const look = async (pool: Pool, log: EventLog | undefined, replica: Replica | undefined): Promise<Looked> => {
  let still: StandingStill = new Map();
  let replicaStill: StandingStill = new Map();
  for (const until = Date.now() + LOOKS_FOR_MS; ;) {
    const sample = await takeSample(pool, log, Date.now, replica);
    still = standingStill(still, sample);
    replicaStill = standingStill(replicaStill, asFollower(sample));
    const waits = sample.logFault === undefined && sample.partitions.some((one) => lagOf(one) !== 0);
    const replicaWaits = sample.replica?.shown !== undefined && sample.partitions.some((one) => replicaLagOf(sample, one) !== 0);
    if (!(waits || replicaWaits) || Date.now() >= until) return { sample, still, replicaStill };
    await pause(LOOKS_EVERY_MS);
  }
};

/** How far the replica is behind, in records of all partitions; null where it is unknown. */
export type ReplicaHealth = { readonly lag: number | null };

/** The three signals, how the replica stands where there is one, and what they complain of, as `/health/ready` does. */
export const signalFindings = async (
  pool: Pool,
  log: EventLog | undefined,
  replica: Replica | undefined,
): Promise<{
  partitions: PartitionHealth[];
  parked: NonNullable<Sample['parked']>;
  replica: ReplicaHealth | null;
  findings: Finding[];
}> => {
  const { sample, still, replicaStill } = await look(pool, log, replica);
  const findings = reasonsOf(sample, still, sample.at, replicaStill).map(({ code, detail, mend }) => fault(code, detail, mend));
  const partitions = sample.partitions.map((one) => ({
    partition: one.partition,
    start: one.start ?? null,
    end: one.end ?? null,
    judged: one.cursor ?? null,
    lag: lagOf(one) ?? null,
    live: isLive(one, still, sample.at) ?? null,
  }));
  for (const { partition, lag, live } of partitions)
    if (lag !== null && lag > 0 && live === true)
      findings.push(note('partition-behind', `partition ${partition} is ${lag} records behind and is being judged`, 'wait'));
  for (const one of asFollower(sample).partitions)
    if ((lagOf(one) ?? 0) > 0 && isLive(one, replicaStill, sample.at) === true)
      findings.push(note('replica-behind', `the replica is ${lagOf(one)} records behind in partition ${one.partition}`, 'wait'));
  return { partitions, parked: sample.parked ?? [], replica: replicaHealth(sample), findings };
};

const replicaHealth = (sample: Sample): ReplicaHealth | null => {
  if (sample.replica === undefined) return null;
  const lags = sample.partitions.map((one) => replicaLagOf(sample, one));
  const known = lags.filter((lag) => lag !== undefined);
  return { lag: known.length < lags.length ? null : known.reduce((sum, lag) => sum + lag, 0) };
};
