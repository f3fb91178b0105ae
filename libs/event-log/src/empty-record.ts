import type { LogRecord } from './event-log.js';

const NO_HEADERS = Buffer.from('[]');

/**
 * What stands for an offset at which there is nothing to read, so that every offset is accounted for: no key, no value, no headers, no time. It is
 * judged malformed, and the log goes on. Such are the marks of strangers' transactions, and offsets whose loss was accepted.
 */
export const emptyRecord = (partition: number, offset: number): LogRecord => ({
  partition,
  offset,
  key: null,
  value: null,
  headers: NO_HEADERS,
  brokerMs: 0,
});
