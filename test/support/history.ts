import { readFileSync } from 'node:fs';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import type { LogRecord } from '../../libs/event-log/src/index.js';

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
