import type { ClientBase } from 'pg';
import { type EventLog, formatPosition, type LogRecord } from '../../../event-log/src/index.js';
import { runsOfLog } from '../runs-of-log.js';
import { keptBetween } from './archive.queries.js';

export type Found = {
  /** Records that are the very ones of the record. */
  readonly same: number;
  /** The first that is not, in words. */
  readonly different: string | undefined;
  /** Offsets that the log lacks, from `from` to before `to`. */
  readonly gaps: readonly { readonly partition: number; readonly from: number; readonly to: number }[];
};

/** Which of what makes up a record differs; undefined where nothing does. */
const differenceOf = (one: LogRecord, other: LogRecord): string | undefined => {
  const same = (a: Buffer | null, b: Buffer | null) => (a === null || b === null ? a === b : a.equals(b));
  if (!same(one.key, other.key)) return 'key';
  if (!same(one.headers, other.headers)) return 'headers';
  if (!same(one.value, other.value)) return 'value';
  return one.brokerMs === other.brokerMs ? undefined : 'time';
};

/** Holds the log's records from `from` to before `ends`, by partition, against those of the record, which must have them. */
export const compareWithArchive = async (
  client: ClientBase,
  log: EventLog,
  ends: readonly number[],
  progress: (records: number) => void,
  from?: readonly number[],
): Promise<Found> => {
  const gaps: Found['gaps'][number][] = [];
  let same = 0;
  for await (const { partition, records, gone } of runsOfLog(log, ends, { pass: () => true, ...(from === undefined ? {} : { from }) })) {
    if (gone !== undefined) {
      gaps.push({ partition, ...gone });
      continue;
    }
    const archived = await keptBetween(client, partition, records[0]!.offset, records.at(-1)!.offset);
    for (const [nth, record] of records.entries()) {
      const difference = differenceOf(record, archived[nth]!);
      if (difference !== undefined) return { same, different: `${formatPosition(record)}: its ${difference} is another`, gaps };
      same += 1;
    }
    progress(same);
  }
  return { same, different: undefined, gaps };
};
