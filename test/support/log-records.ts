import { type Commit, encodeCommit, type LogRecord, partitionOf } from '../../libs/event-log/src/index.js';

export const PARTITIONS = 4;
export const SITUATION = 'mali-2025';
/** Of the situation, and of every record here. */
export const PARTITION = partitionOf(SITUATION, PARTITIONS);
export const uuid = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;

/** A record as the broker gives it. */
export const record = (offset: number, key: string, value: Buffer, brokerMs = 1_700_000_000_000 + offset): LogRecord => ({
  partition: PARTITION,
  offset,
  key: Buffer.from(key),
  value,
  headers: Buffer.from('[]'),
  brokerMs,
});

export const identity = record(0, '_log', Buffer.from(JSON.stringify({ log: uuid(7), partition: PARTITION, partitions: PARTITIONS })));
export const opened = { type: 'SituationOpened', schema: 1, stream: 'situation', data: { title: 'Fuel blockade', destinations: ['ML'] } };

type NewEvent = { type: string; schema: number; stream: string; data: Record<string, unknown> };

/** The record of command `id`, whose events have ids that follow from it. */
export const commit = (offset: number, id: number, events: readonly NewEvent[], more: Partial<Commit> = {}, brokerMs?: number): LogRecord =>
  record(
    offset,
    more.situationId ?? SITUATION,
    encodeCommit({
      envelope: 1,
      rule: 1,
      commandId: uuid(id),
      requestHash: 'a'.repeat(64),
      situationId: SITUATION,
      conditions: [],
      events: events.map((event, index) => ({ id: uuid(id * 100 + index), ...event })),
      actor: 'anonymous',
      correlationId: 'c',
      ...more,
    }),
    brokerMs,
  );
