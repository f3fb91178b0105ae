import { canonicalize } from 'json-canonicalize';
import type { Batch } from '../../arbiter/src/index.js';
import { storableText } from '../../event-log/src/index.js';
import type { Row } from './difference.js';

export type Keyed = ReadonlyMap<string, { readonly offset: number; readonly row: Row }>;

/** As the queries of recorded rows write a time: PostgreSQL keeps microseconds, of which the log has none. */
export const timeOf = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');
const text = (of: string | undefined): string | null => (of === undefined ? null : storableText(of));
/** Through JSON, which is how it is stored. */
const json = (of: unknown): string => canonicalize(JSON.parse(JSON.stringify(of)));

/** Rows of `derived.records` by offset. */
export const expectedRecords = ({ records }: Batch<unknown>): Keyed =>
  new Map(
    records.map(({ record: { offset, key, headers, value, brokerMs }, recordedMs, verdict, reason }) => [
      String(offset),
      {
        offset,
        row: { key, headers, value, broker_at: timeOf(brokerMs), recorded_at: timeOf(recordedMs), verdict, reason: text(reason) },
      },
    ]),
  );

/** Rows of `derived.commands` by command id. */
export const expectedCommands = ({ firsts }: Batch<unknown>): Keyed =>
  new Map(
    firsts.map(({ commandId, position: { offset }, verdict, situationId, requestHash, versions, eventIds }) => [
      commandId,
      {
        offset,
        row: {
          log_offset: offset,
          verdict,
          situation: situationId,
          request_hash: requestHash,
          versions: json(versions),
          event_ids: eventIds.join(','),
        },
      },
    ]),
  );

/** Rows of `derived.events` by offset and index. */
export const expectedEvents = ({ rows }: Batch<unknown>): Keyed =>
  new Map(
    rows.map(({ event, data, commit, offset, index, version, recordedMs }) => [
      `${offset}.${index}`,
      {
        offset,
        row: {
          event_id: event.id,
          situation: commit.situationId,
          stream: event.stream,
          version,
          type: storableText(event.type),
          schema: event.schema,
          data: json(data),
          recorded_at: timeOf(recordedMs),
          actor: storableText(commit.actor),
          reason: text(commit.reason),
          command_id: commit.commandId,
          correlation_id: storableText(commit.correlationId),
          causation_id: text(commit.causationId),
        },
      },
    ]),
  );
