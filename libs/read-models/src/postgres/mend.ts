import type { Mending } from './assertion-rows.js';
import { GIVEN_VALUE, givenRows, insertFrom } from './insert.js';

const MENDING = `situation text, asserted_by uuid, recorded_at timestamptz, partition int, log_offset bigint, event_index int, ord int,
  target uuid, published_at timestamptz`;

const mendings = (parameter: string, alias: string): string => `json_to_recordset(${parameter}) AS ${alias} (${MENDING})`;

/** Stamps what the target said and what was restored on its behalf, where it stands: each row at most once. */
const withdrawn = (table: string, parameter: string): string => `
  UPDATE ${table} AS row
  SET withdrawn_recorded = mending.recorded_at, withdrawn_published = mending.published_at, withdrawn_offset = mending.log_offset,
      withdrawn_index = mending.event_index, withdrawn_by = mending.asserted_by
  FROM ${mendings(parameter, 'mending')}
  WHERE row.situation = mending.situation AND row.withdrawn_offset IS NULL
    AND (row.event_id = mending.target OR (row.asserted_by = mending.target AND row.asserted_by <> row.event_id))
    AND (row.log_offset, row.event_index) < (mending.log_offset, mending.event_index)
  RETURNING row.situation, row.key, row.seq, row.published_at`;

/** What the mending event withdraws, also where the statement finds it withdrawn by an earlier delivery: the update sees the rows from before it. */
const taken = (name: string, table: string, parameter: string): string => `
  SELECT situation, key, seq, published_at FROM ${name}_withdrawn
  UNION ALL
  SELECT row.situation, row.key, row.seq, row.published_at
  FROM ${table} AS row JOIN ${mendings(parameter, 'mending')} ON row.situation = mending.situation AND row.withdrawn_by = mending.asserted_by`;

const asserted = (name: string, table: string, parameter: string): string =>
  insertFrom(table, givenRows(parameter), {
    value: GIVEN_VALUE,
    seq: `coalesce(row.seq, (SELECT max(seq) FROM ${name}_taken AS taken WHERE taken.situation = row.situation AND taken.key = row.key), 0)`,
    published_at: `coalesce(row.published_at, (SELECT min(published_at) FROM ${name}_taken AS taken WHERE taken.situation = row.situation),
      row.recorded_at)`,
  });

/** What the target withdrew, asserted anew; it was not public before it was taken back. */
const restored = (table: string, parameter: string): string =>
  insertFrom(
    table,
    `FROM ${table} AS row JOIN ${mendings(parameter, 'mending')} ON row.situation = mending.situation AND row.withdrawn_by = mending.target
       AND (row.withdrawn_offset, row.withdrawn_index) < (mending.log_offset, mending.event_index)`,
    {
      recorded_at: 'mending.recorded_at',
      published_at: 'greatest(row.published_at, row.withdrawn_published, mending.published_at)',
      partition: 'mending.partition',
      log_offset: 'mending.log_offset',
      event_index: 'mending.event_index',
      ord: `mending.ord + (row_number() OVER (PARTITION BY mending.asserted_by ORDER BY row.log_offset, row.event_index, row.ord))::int`,
      asserted_by: 'mending.asserted_by',
    },
  );

/** Corrections and retractions of different situations, as parts of one statement: what they withdraw, assert and restore. */
export const mend = (name: string, table: string, mending: Mending, parameter: (rows: readonly object[]) => string): string => {
  const withdrawals = parameter(mending.withdrawals);
  const parts = [
    `${name}_withdrawn AS (${withdrawn(table, withdrawals)})`,
    `${name}_taken AS (${taken(name, table, withdrawals)})`,
    `${name}_asserted AS (${asserted(name, table, parameter(mending.assertions))})`,
    `${name}_restored AS (${restored(table, parameter(mending.restorations))})`,
  ];
  return parts.join(',\n');
};
