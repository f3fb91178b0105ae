import type { Pool } from 'pg';
import { fault, type Finding, warning } from './finding.js';
import { clockSteps, differingHeads, leftBehind, timesAhead, tornPartitions } from './record-health.queries.js';

/** Clocks of a cluster's brokers are this far apart without anybody being to blame. */
const STEP_MS = 1_000;
/** Clocks of two servers are. */
const AHEAD_MS = 5_000;

const ANEW = 'DROP SCHEMA derived CASCADE, and start a projector: it is built anew from the log';
const CLOCK = 'keep the clocks of all servers in step (NTP). Recorded times never go back: they wait until the clock has come to them';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** What the record tells of itself, without the log. */
export const recordFindings = async (pool: Pool): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const { partition, kept, judged, firstMissing } of await tornPartitions(pool))
    findings.push(
      fault(
        'record-torn',
        `of partition ${partition} PostgreSQL keeps ${kept} records of ${judged} that were judged; the first missing is ${partition}-${firstMissing}`,
        `restore PostgreSQL from a backup; or ${ANEW}`,
      ),
    );
  const { count, first } = await differingHeads(pool);
  if (first !== undefined)
    findings.push(
      fault(
        'heads-differ',
        `${count} streams stand at another version than their events; the first is ${first.situation} ${first.stream}: ` +
          `head ${first.head ?? 'none'}, ${first.events ?? 'no'} events`,
        ANEW,
      ),
    );
  for (const { partition, records, largestMs, offset } of await clockSteps(pool))
    if (largestMs >= STEP_MS)
      findings.push(
        warning(
          'clock-stepped-back',
          `in partition ${partition} ${records} records carry the recorded time of an earlier one: the broker's clock went back, by ${seconds(largestMs)} at ${partition}-${offset}`,
          CLOCK,
        ),
      );
  for (const { partition, aheadMs } of await timesAhead(pool))
    if (aheadMs >= AHEAD_MS)
      findings.push(
        warning(
          'clock-ahead',
          `the last recorded time of partition ${partition} is ${seconds(aheadMs)} ahead of PostgreSQL's clock`,
          CLOCK,
        ),
      );
  for (const schema of await leftBehind(pool))
    findings.push(
      warning(
        'left-behind',
        `the schema ${schema} is of a verification that was killed`,
        `where none is at work: DROP SCHEMA ${schema} CASCADE`,
      ),
    );
  return findings;
};
