// Frozen. The verdict of every record ever written rests on these lines: another rule is another file under another number.
import type { Commit, Decoded, LogMarker } from '../../event-log/src/index.js';
import { partitionOf } from '../../event-log/src/index.js';

/** What the records of one partition before this one amount to. */
export type Fold = {
  /** Identity of the log, from its first record. */
  log: LogMarker | undefined;
  /** Whether a commit of this id was judged before, whatever the verdict. */
  seen(commandId: string): boolean;
  /** Version of a stream: the number of events accepted into it. */
  version(situationId: string, stream: string): number;
};

export type Judgement =
  | { verdict: 'accepted'; commit: Commit }
  | { verdict: 'conflict'; commit: Commit; reason: string }
  | { verdict: 'duplicate'; commit: Commit }
  | { verdict: 'malformed'; reason: string }
  | { verdict: 'marker' };

/** Judges the record at `offset` of `partition`. The first record of a partition must be its identity: the caller halts where it is not. */
export const rule1 = (fold: Fold, partition: number, offset: number, record: Decoded): Judgement => {
  if (record.kind === 'log') {
    const first = offset === 0 && record.marker.partition === partition;
    return first ? { verdict: 'marker' } : { verdict: 'malformed', reason: 'identity in the wrong place' };
  }
  if (record.kind === 'rule') return { verdict: 'marker' };
  if (record.kind === 'malformed') return { verdict: 'malformed', reason: record.reason };
  const { commit } = record;
  if (fold.log === undefined || partitionOf(commit.situationId, fold.log.partitions) !== partition) {
    return { verdict: 'malformed', reason: 'situation belongs to another partition' };
  }
  if (fold.seen(commit.commandId)) return { verdict: 'duplicate', commit };
  for (const { stream, version } of commit.conditions) {
    const actual = fold.version(commit.situationId, stream);
    const holds = version === 'any' || (version === 'none' ? actual === 0 : actual === version);
    if (!holds) return { verdict: 'conflict', commit, reason: `${stream} is at version ${actual}, not ${version}` };
  }
  return { verdict: 'accepted', commit };
};
