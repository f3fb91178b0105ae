import type { Pool } from 'pg';
import { type AcceptedGap, acceptedGaps, checkLog, recordIsBegun } from '../../../arbiter/src/index.js';
import { type EventLog, LogHalted, type TopicInspection } from '../../../event-log/src/index.js';
import { openGaps } from '../gaps/open-gaps.js';
import { fault, type Finding, note, warning } from './finding.js';
import type { PartitionHealth } from './signal-findings.js';

const RECOVER = 'stop api and projector, and run: timeline recover';

/** What the brokers say of the topic. */
export const topicFindings = async (pool: Pool, { topic }: TopicInspection): Promise<Finding[]> => {
  if (topic === undefined)
    return (await recordIsBegun(pool))
      ? [fault('topic-gone', 'there is no such topic, and PostgreSQL holds what was judged of it', RECOVER)]
      : [fault('topic-gone', 'there is no such topic', 'start a projector: it makes it')];
  const findings: Finding[] = [];
  if (topic.broken.length > 0)
    findings.push(
      fault(
        'topic-duties',
        `the topic breaks its duties: ${topic.broken.join('; ')}`,
        `${topic.mend}. Where a timeline recover was broken off, run that again instead`,
      ),
    );
  if (topic.thin.length > 0) {
    const places = topic.thin.map(({ partition, inSync, replicas }) => `${partition} (${inSync} of ${replicas})`);
    findings.push(
      warning('under-replicated', `not every replica keeps up, in partition ${places.join(', ')}`, 'start the brokers that are down'),
    );
  }
  return findings;
};

/** What of the log was lost, and whether it is the one that was judged. To be asked when the signals were. */
export const logFindings = async (
  pool: Pool,
  log: EventLog,
  partitions: readonly PartitionHealth[],
  known: readonly Finding[],
): Promise<Finding[]> => {
  const findings: Finding[] = [];
  const accepted = await acceptedGaps(pool);
  for (const gap of accepted) findings.push(gapFinding(gap, partitions));
  const told = new Set(known.map(({ code }) => code));
  // These say the same, and more exactly.
  if (!['partition-gap', 'log-below-record', 'partitions-changed', 'not-begun'].some((code) => told.has(code))) {
    try {
      await checkLog(pool, log);
    } catch (error) {
      if (!(error instanceof LogHalted)) throw error;
      findings.push(fault('log-differs', error.message, 'see docs/operations.md, "The log lost something"'));
    }
  }
  if (!told.has('partition-gap') && !told.has('log-below-record') && partitions.some(({ lag }) => lag !== null && lag > 0)) {
    for (const { partition, first, last } of await openGaps(
      log,
      partitions.map(({ judged }) => judged ?? -1),
    ))
      if (!accepted.some((gap) => gap.partition === partition && gap.first === first && gap.last === last))
        findings.push(
          fault(
            'partition-gap',
            `partition ${partition}: offsets ${first} to ${last} are gone from the log and were never judged`,
            `restore the log from a backup; where none has them, accept that they are lost: timeline accept-gap ${partition} ${first} ${last} --reason "…"`,
          ),
        );
  }
  return findings;
};

const gapFinding = (gap: AcceptedGap, partitions: readonly PartitionHealth[]): Finding => {
  const { partition, first, last, actor, acceptedAt, passedAt, reason } = gap;
  const what = `${partition}-${first} to ${partition}-${last} are lost, which ${actor} accepted on ${acceptedAt}: ${reason}`;
  const one = partitions.find(({ partition: number }) => number === partition);
  if (passedAt === null && (one?.judged ?? -1) >= last)
    return note('gap-not-needed', `${what}. They came after all, and were judged`, 'nothing');
  if (passedAt === null) return warning('gap-not-passed', what, 'start a projector: it goes on behind them');
  const start = one?.start ?? 0;
  return start === 0
    ? note('gap-accepted', what, 'nothing')
    : warning('log-not-whole', `${what}. The log of the partition begins at offset ${start}`, `make it whole when it suits: ${RECOVER}`);
};
