import { readFileSync } from 'node:fs';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import { type EventLog, inMemoryEventLog, type LogRecord } from '../../libs/event-log/src/index.js';

type Bytes = string | null | { base64: string };
type Line = { partition: number; offset: number; at: number; key: Bytes; value: Bytes; headers: [name: string, base64: string | null][] };

const bytes = (of: Bytes): Buffer | null =>
  of === null ? null : typeof of === 'string' ? Buffer.from(of) : Buffer.from(of.base64, 'base64');

/**
 * The log of a release as it lay in Kafka, by partition: a line a record, with its broker time in milliseconds; key and value as text where they are
 * UTF-8.
 */
export const historyOf = (release: string): readonly (readonly LogRecord[])[] => {
  const partitions: LogRecord[][] = [];
  for (const line of readFileSync(inCheckout(`test/replay/histories/${release}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')) {
    const { partition, offset, at, key, value, headers } = JSON.parse(line) as Line;
    const records = (partitions[partition] ??= []);
    records.push({ partition, offset, brokerMs: at, key: bytes(key), value: bytes(value), headers: Buffer.from(JSON.stringify(headers)) });
  }
  return partitions;
};

/** A log that holds these records with their bytes and times, and takes no more. */
export const logOf = (partitions: readonly (readonly LogRecord[])[]): EventLog => {
  const empty = inMemoryEventLog(partitions.length);
  return {
    ...empty,
    append: () => Promise.reject(new Error('this log is history')),
    ends: async () => partitions.map(({ length }, partition) => ({ partition, start: 0, end: length })),
    read: async (positions) => positions.map(({ partition, offset }) => partitions[partition]?.[offset]),
    follow: async (next, deliver) => {
      let stopped = false;
      // Runs of a few records, as fetches cut them.
      const drain = async (records: readonly LogRecord[], partition: number) => {
        for (let from = next[partition]!; from < records.length && !stopped; from += 20)
          await deliver(partition, records.slice(from, from + 20));
      };
      const drained = Promise.all(partitions.map(drain));
      const stop = async () => {
        stopped = true;
        await drained;
      };
      const notShared = (): never => {
        throw new Error('history is followed whole');
      };
      const state = () => ({ active: [...partitions.keys()], answeredAt: undefined, halted: new Map(), refused: new Map() });
      return { state, leave: notShared, takeUp: notShared, stop };
    },
  };
};
