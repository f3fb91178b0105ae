import type { ClientBase } from 'pg';
import type { PlacedChange, ProjectionChanges } from '../changes-of.js';
import { rowsOf } from './assertion-rows.js';

const COLUMNS = {
  situation: 'text',
  key: 'text',
  fact: 'text',
  value: 'jsonb',
  valid_from: 'timestamptz',
  valid_to: 'timestamptz',
  day: 'date',
  seq: 'int',
  recorded_at: 'timestamptz',
  published_at: 'timestamptz',
  partition: 'int',
  log_offset: 'bigint',
  event_index: 'int',
  ord: 'int',
  event_id: 'uuid',
  withdrawn_recorded: 'timestamptz',
  withdrawn_published: 'timestamptz',
  withdrawn_offset: 'bigint',
  withdrawn_index: 'int',
} as const;

const names = Object.keys(COLUMNS).join(', ');
/** A JSON null arrives as SQL's. */
const selected = names.replace('value', "coalesce(value, 'null')");
const columns = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

const insert = (table: string, parameter: number): string => `
  INSERT INTO ${table} (${names})
  SELECT ${selected} FROM json_to_recordset($${parameter}) AS row (${columns})
  ON CONFLICT DO NOTHING`;

/** Stamps what stands before a withdrawal with the earliest one: a later delivery of the same changes finds nothing to do. */
const stamp = (table: string, parameter: number): string => `
  UPDATE ${table} AS stamped
  SET withdrawn_recorded = first.recorded_at, withdrawn_published = first.published_at,
      withdrawn_offset = first.log_offset, withdrawn_index = first.event_index
  FROM (
    SELECT DISTINCT ON (standing.partition, standing.log_offset, standing.event_index, standing.ord)
      standing.partition AS of_partition, standing.log_offset AS of_offset, standing.event_index AS of_index, standing.ord AS of_ord, withdrawal.*
    FROM json_to_recordset($${parameter}) AS withdrawal (
      situation text, fact text, recorded_at timestamptz, published_at timestamptz, partition int, log_offset bigint, event_index int)
    JOIN ${table} AS standing
      ON standing.situation = withdrawal.situation AND standing.fact = withdrawal.fact AND standing.partition = withdrawal.partition
      AND (standing.log_offset, standing.event_index) < (withdrawal.log_offset, withdrawal.event_index)
      AND (standing.withdrawn_offset IS NULL
           OR (standing.withdrawn_offset, standing.withdrawn_index) > (withdrawal.log_offset, withdrawal.event_index))
    ORDER BY standing.partition, standing.log_offset, standing.event_index, standing.ord, withdrawal.log_offset, withdrawal.event_index
  ) AS first
  WHERE stamped.partition = of_partition AND stamped.log_offset = of_offset AND stamped.event_index = of_index AND stamped.ord = of_ord`;

/** PostgreSQL knows a prepared statement by a short name; which tables a batch touches repeats itself, so there are few. */
const statementNames = new Map<string, string>();
const nameOf = (text: string): string => {
  const name = statementNames.get(text) ?? `apply-changes-${statementNames.size}`;
  statementNames.set(text, name);
  return name;
};

/**
 * Writes the changes of a batch to their read models in one round trip, one statement for all: rows that are new, and stamps on rows taken back.
 * Delivered twice, or cut into batches anywhere, the same events leave the same rows. Runs in the caller's transaction.
 */
export const applyChanges = async (
  client: ClientBase,
  batch: readonly (Pick<ProjectionChanges, 'projection'> & { readonly changes: readonly PlacedChange[] })[],
): Promise<void> => {
  const parts: string[] = [];
  const values: string[] = [];
  for (const { projection, changes } of batch) {
    if (changes.length === 0) continue;
    const table = `derived.${projection.name}_v${projection.version}`;
    const { assertions, withdrawals } = rowsOf(changes);
    // The update sees the rows as they were before the statement: those it adds bring their stamps along.
    if (assertions.length > 0) parts.push(insert(table, values.push(JSON.stringify(assertions))));
    if (withdrawals.length > 0) parts.push(stamp(table, values.push(JSON.stringify(withdrawals))));
  }
  if (parts.length === 0) return;
  const text = `WITH ${parts.map((part, index) => `part_${index} AS (${part})`).join(',\n')} SELECT 1`;
  await client.query({ name: nameOf(text), text, values });
};
