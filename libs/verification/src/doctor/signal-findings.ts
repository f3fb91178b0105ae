import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EventLog } from '../../../event-log/src/index.js';
import { isLive, lagOf, reasonsOf, type Sample, type StandingStill, standingStill, takeSample } from '../../../signals/src/index.js';
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

/** Looks until every partition was seen at its end, or for as long as it takes to say that one stands still. */
const look = async (pool: Pool, log: EventLog | undefined): Promise<{ sample: Sample; still: StandingStill }> => {
  let still: StandingStill = new Map();
  for (const until = Date.now() + LOOKS_FOR_MS; ;) {
    const sample = await takeSample(pool, log);
    still = standingStill(still, sample);
    const waits = sample.logFault === undefined && sample.partitions.some((one) => lagOf(one) !== 0);
    if (!waits || Date.now() >= until) return { sample, still };
    await pause(LOOKS_EVERY_MS);
  }
};

/** The three signals, and what they complain of, as `/health/ready` does. */
export const signalFindings = async (
  pool: Pool,
  log: EventLog | undefined,
): Promise<{ partitions: PartitionHealth[]; parked: NonNullable<Sample['parked']>; findings: Finding[] }> => {
  const { sample, still } = await look(pool, log);
  const findings = reasonsOf(sample, still, sample.at).map(({ code, detail, mend }) => fault(code, detail, mend));
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
  return { partitions, parked: sample.parked ?? [], findings };
};
