import type { KafkaMessage } from 'kafkajs';
import type { LogRecord } from '../event-log.js';

type Headers = NonNullable<KafkaMessage['headers']>;

const encodeHeaders = (headers: Headers | undefined): Buffer => {
  const pairs = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one === undefined ? null : Buffer.from(one).toString('base64')]),
  );
  return Buffer.from(JSON.stringify(pairs));
};

export const consumedRecord = (partition: number, { offset, key, value, headers, timestamp }: KafkaMessage): LogRecord => ({
  partition,
  offset: Number(offset),
  key,
  value,
  headers: encodeHeaders(headers),
  brokerMs: Number(timestamp),
});
