import { EntitySchema } from 'typeorm';

export type CommandRow = {
  commandId: string;
  partition: number;
  offset: number;
  verdict: 'accepted' | 'conflict';
  situation: string;
  requestHash: string;
  versions: Record<string, number>;
  eventIds: string[];
};

/** PostgreSQL's bigint as a number; exact up to 2^53. */
const bigint = { to: (value: number) => value, from: (value: string) => Number(value) };

export const Commands = new EntitySchema<CommandRow>({
  name: 'Command',
  tableName: 'commands',
  schema: 'derived',
  columns: {
    commandId: { name: 'command_id', type: 'uuid', primary: true },
    partition: { type: 'int', primary: true },
    offset: { name: 'log_offset', type: 'bigint', transformer: bigint },
    verdict: { type: 'text' },
    situation: { type: 'text' },
    requestHash: { name: 'request_hash', type: 'text' },
    versions: { type: 'jsonb' },
    eventIds: { name: 'event_ids', type: 'uuid', array: true },
  },
});

export type EventRow = {
  partition: number;
  offset: number;
  index: number;
  eventId: string;
  situation: string;
  stream: string;
  version: number;
  type: string;
  schema: number;
  data: unknown;
  recordedAt: Date;
  actor: string;
  reason: string | null;
  commandId: string;
  correlationId: string;
  causationId: string | null;
};

export const Events = new EntitySchema<EventRow>({
  name: 'Event',
  tableName: 'events',
  schema: 'derived',
  columns: {
    partition: { type: 'int', primary: true },
    offset: { name: 'log_offset', type: 'bigint', primary: true, transformer: bigint },
    index: { name: 'event_index', type: 'int', primary: true },
    eventId: { name: 'event_id', type: 'uuid' },
    situation: { type: 'text' },
    stream: { type: 'text' },
    version: { type: 'int' },
    type: { type: 'text' },
    schema: { type: 'int' },
    data: { type: 'jsonb' },
    recordedAt: { name: 'recorded_at', type: 'timestamptz' },
    actor: { type: 'text' },
    reason: { type: 'text', nullable: true },
    commandId: { name: 'command_id', type: 'uuid' },
    correlationId: { name: 'correlation_id', type: 'text' },
    causationId: { name: 'causation_id', type: 'text', nullable: true },
  },
});

export const TABLES = [Commands, Events];
