import type { ClientBase } from 'pg';
import { type CommitPosition, storableText, type ToldVerdict } from '../../event-log/src/index.js';
import { batchIs, oneWithin } from '../../read-models/src/index.js';
import type { Batch, Touched } from './batch.js';
import type { FirstVerdict, PartitionFold } from './fold.js';

type TouchedRow = {
  command_id: string | null;
  log_offset: string;
  verdict: 'accepted' | 'conflict';
  situation: string;
  request_hash: string;
  versions: Record<string, number>;
  event_ids: string[];
  stream: string | null;
  version: number;
  parked: string | null;
  live: string | null;
};

/** How the read models of a partition stand: those parked in it, and the versions of those that were switched to another than the first. */
export type ModelStates = { readonly parked: readonly string[]; readonly versions: ReadonlyMap<string, number> };

/** Fills the fold with what the batch rests on. Answers which read models take it. */
export const loadTouched = async (client: ClientBase, fold: PartitionFold, { commandIds, streams }: Touched): Promise<ModelStates> => {
  const { rows } = await client.query<TouchedRow>({
    name: 'arbiter-touched',
    text: `
      SELECT command_id, log_offset, verdict, situation, request_hash, versions, event_ids, null AS stream, null AS version, null AS parked, null AS live
      FROM derived.commands WHERE command_id = ANY($2::uuid[]) AND partition = $1
      UNION ALL
      SELECT null, null, null, head.situation, null, null, null, head.stream, head.version, null, null
      FROM unnest($3::text[], $4::text[]) AS asked (situation, stream) JOIN derived.heads AS head USING (situation, stream)
      UNION ALL
      SELECT null, null, null, null, null, null, null, null, null, name, null FROM derived.projections WHERE partition = $1 AND state = 'parked'
      UNION ALL
      SELECT null, null, null, null, null, null, null, null, version, null, name FROM derived.live_versions`,
    values: [fold.partition, commandIds, streams.map(({ situationId }) => situationId), streams.map(({ stream }) => stream)],
  });
  const parked: string[] = [];
  const versions = new Map<string, number>();
  for (const row of rows) {
    if (row.parked !== null) parked.push(row.parked);
    else if (row.live !== null) versions.set(row.live, row.version);
    else if (row.stream !== null) fold.setVersion(row.situation, row.stream, row.version);
    else if (row.command_id !== null) fold.first.set(row.command_id, firstVerdict(fold.partition, row.command_id, row));
  }
  return { parked, versions };
};

const firstVerdict = (partition: number, commandId: string, row: TouchedRow): FirstVerdict => ({
  commandId,
  situationId: row.situation,
  verdict: row.verdict,
  position: { partition, offset: Number(row.log_offset) },
  requestHash: row.request_hash,
  versions: row.versions,
  eventIds: row.event_ids,
});

/** Writes records, first verdicts, events and heads and moves the cursor, in one statement that fails outside of the transaction of `id`. */
export const batchStatement = (partition: number, batch: Batch<unknown>, id: string) => {
  const { records, firsts, rows, heads } = batch;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    name: 'arbiter-write',
    text: `
      WITH records AS (
        INSERT INTO derived.records (partition, log_offset, key, headers, value, broker_at, recorded_at, verdict, reason)
        SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[])
      ), commands AS (
        INSERT INTO derived.commands (partition, command_id, log_offset, verdict, situation, request_hash, versions, event_ids)
        SELECT $1, id, log_offset, verdict, situation, hash, versions, event_ids::uuid[]
        FROM unnest($10::uuid[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::jsonb[], $16::text[])
          AS first (id, log_offset, verdict, situation, hash, versions, event_ids)
      ), events AS (
        INSERT INTO derived.events (partition, log_offset, event_index, event_id, situation, stream, version, type, schema, data,
                                    recorded_at, actor, reason, command_id, correlation_id, causation_id)
        SELECT $1, * FROM unnest($17::bigint[], $18::int[], $19::uuid[], $20::text[], $21::text[], $22::int[], $23::text[], $24::int[], $25::jsonb[],
                                 $26::timestamptz[], $27::text[], $28::text[], $29::uuid[], $30::text[], $31::text[])
      ), heads AS (
        INSERT INTO derived.heads (situation, stream, version, log_offset)
        SELECT * FROM unnest($32::text[], $33::text[], $34::int[], $35::bigint[])
        ON CONFLICT (situation, stream) DO UPDATE SET version = excluded.version, log_offset = excluded.log_offset
      )
      UPDATE derived.cursors SET last_offset = $36::bigint * (${oneWithin('$40')}), recorded_at = $37, log_id = $38, partitions = $39
      WHERE partition = $1`,
    values: [
      partition,
      records.map(({ record }) => record.offset),
      records.map(({ record }) => record.key),
      records.map(({ record }) => record.headers),
      records.map(({ record }) => record.value),
      records.map(({ record }) => iso(record.brokerMs)),
      records.map(({ recordedMs }) => iso(recordedMs)),
      records.map(({ verdict }) => verdict),
      records.map(({ reason }) => (reason === undefined ? null : storableText(reason))),
      firsts.map(({ commandId }) => commandId),
      firsts.map(({ position }) => position.offset),
      firsts.map(({ verdict }) => verdict),
      firsts.map(({ situationId }) => situationId),
      firsts.map(({ requestHash }) => requestHash),
      firsts.map(({ versions }) => JSON.stringify(versions)),
      firsts.map(({ eventIds }) => `{${eventIds.join(',')}}`),
      rows.map(({ offset }) => offset),
      rows.map(({ index }) => index),
      rows.map(({ event }) => event.id),
      rows.map(({ commit }) => commit.situationId),
      rows.map(({ event }) => event.stream),
      rows.map(({ version }) => version),
      rows.map(({ event }) => storableText(event.type)),
      rows.map(({ event }) => event.schema),
      rows.map(({ data }) => JSON.stringify(data)),
      rows.map(({ recordedMs }) => iso(recordedMs)),
      rows.map(({ commit }) => storableText(commit.actor)),
      rows.map(({ commit }) => (commit.reason === undefined ? null : storableText(commit.reason))),
      rows.map(({ commit }) => commit.commandId),
      rows.map(({ commit }) => storableText(commit.correlationId)),
      rows.map(({ commit }) => (commit.causationId === undefined ? null : storableText(commit.causationId))),
      heads.map(({ situationId }) => situationId),
      heads.map(({ stream }) => stream),
      heads.map(({ version }) => version),
      heads.map(({ offset }) => offset),
      batch.lastOffset,
      iso(batch.recordedMs),
      batch.log.log,
      batch.log.partitions,
      id,
    ],
  };
};

/** A projection that cannot follow the log: it stands at `lastOffset` until it is rebuilt. */
export type Refusal = { name: string; version: number; lastOffset: number; error: unknown };

/** Takes a projection out of the live ones. */
export const park = async (client: ClientBase, partition: number, { name, version, lastOffset, error }: Refusal): Promise<void> => {
  await client.query({
    text: `INSERT INTO derived.projections (name, partition, version, state, last_offset, error) VALUES ($1, $2, $3, 'parked', $4, $5)
           ON CONFLICT (name, partition) DO NOTHING`,
    values: [name, partition, version, lastOffset, storableText(String(error)).slice(0, 2_000)],
  });
};

/** Channel on which verdicts are told. */
export const VERDICTS_CHANNEL = 'timeline_verdicts';
/** PostgreSQL refuses a payload of 8,000 bytes. */
const MAX_PAYLOAD_BYTES = 7_900;

/**
 * Tells the verdicts to whoever waits, where the batch that ends at `last` is committed, and by the transaction of `id`: another arbiter may have
 * judged the same records otherwise, from more than this one held. In a transaction of its own, so that no commit holds the notify lock; one that
 * gets lost is polled for.
 */
export const tellVerdicts = async (
  client: ClientBase,
  last: CommitPosition,
  verdicts: readonly ToldVerdict[],
  id: string,
): Promise<void> => {
  const payloads: string[] = [];
  let parts: string[] = [];
  let size = 2;
  for (const verdict of verdicts) {
    const part = JSON.stringify(verdict);
    const bytes = Buffer.byteLength(part) + 1;
    if (bytes + 2 > MAX_PAYLOAD_BYTES) continue;
    if (size + bytes > MAX_PAYLOAD_BYTES) {
      payloads.push(`[${parts.join(',')}]`);
      [parts, size] = [[], 2];
    }
    parts.push(part);
    size += bytes;
  }
  if (parts.length > 0) payloads.push(`[${parts.join(',')}]`);
  if (payloads.length === 0) return;
  await client.query({
    name: 'arbiter-tell',
    text: `
      SELECT set_config('synchronous_commit', 'off', true), pg_notify('${VERDICTS_CHANNEL}', payload)
      FROM derived.cursors CROSS JOIN unnest($3::text[]) AS payload
      WHERE partition = $1 AND last_offset >= $2 AND ${batchIs('$4')}`,
    values: [last.partition, last.offset, payloads, id],
  });
};
