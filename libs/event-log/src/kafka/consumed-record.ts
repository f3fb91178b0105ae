import type { Batch, KafkaMessage } from 'kafkajs';
import { emptyRecord } from '../empty-record.js';
import type { LogRecord } from '../event-log.js';

type Headers = NonNullable<KafkaMessage['headers']>;
/** What kafkajs decoded of a fetch, before it leaves out what it thinks is of no interest. */
type Fetched = Pick<Batch, 'partition' | 'messages'> & { readonly rawMessages?: readonly (KafkaMessage & { isControlRecord?: boolean })[] };

const NO_HEADERS = Buffer.from('[]');

const encodeHeaders = (headers: Headers = {}): Buffer => {
  const entries = Object.entries(headers);
  if (entries.length === 0) return NO_HEADERS;
  const pairs = entries.flatMap(([name, value]) =>
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

/**
 * Where a stranger's transaction ended the broker keeps a mark, at an offset of its own, that it hands to no one as a record. Here it is one without
 * anything.
 */
export const transactionMark = emptyRecord;

/** Every record of a fetch, marks of transactions included, in order. */
export const consumedRecords = (batch: Fetched): LogRecord[] =>
  (batch.rawMessages ?? batch.messages).map((message) =>
    'isControlRecord' in message && message.isControlRecord === true
      ? transactionMark(batch.partition, Number(message.offset))
      : consumedRecord(batch.partition, message),
  );

/** The number of the leader that wrote the record at an offset of a fetch: each leader of a partition has one above the last. */
export const leaderEpochOf = (batch: Fetched, wanted: number): number | undefined => {
  const message = (batch.rawMessages ?? batch.messages).find(({ offset }) => Number(offset) === wanted);
  return (message as { batchContext?: { partitionLeaderEpoch?: number } } | undefined)?.batchContext?.partitionLeaderEpoch;
};
