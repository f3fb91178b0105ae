import type { CommitPosition } from '../../../event-log/src/index.js';
import type { Json } from '../projection.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Told } from './told.js';

/** Rows, and which table the view shows. */
export type Fetched = { readonly table: number; readonly rows: Told[] };

type Row = [
  key: string | null,
  value: Json,
  eventId: string,
  seq: number | null,
  recorded: number,
  published: number,
  offset: number,
  index: number,
  ord: number,
  withdrawnOffset: number | null,
  withdrawnRecorded: number | null,
  withdrawnPublished: number | null,
];

/** The product of a whole number of milliseconds need not be one. */
const millis = (instant: string): string => `round(1000 * date_part('epoch', ${instant}))`;

const COLUMNS = `row.key, row.value, row.event_id, nullif(row.seq, 0), ${millis('row.recorded_at')}, ${millis('row.published_at')},
    row.log_offset::float8, row.event_index, row.ord,
    row.withdrawn_offset::float8, ${millis('row.withdrawn_recorded')}, ${millis('row.withdrawn_published')}`;

/** The table that the view shows: a statement that reads the view holds it until its end. */
const SHOWN = `
    SELECT uses.refobjid::int8::float8 FROM pg_rewrite AS rule
    JOIN pg_depend AS uses ON uses.classid = 'pg_rewrite'::regclass AND uses.objid = rule.oid AND uses.refclassid = 'pg_class'::regclass
    WHERE rule.ev_class = 'derived.blockade_severity'::regclass AND uses.refobjid <> rule.ev_class LIMIT 1`;

/** One statement, so that all is of one table. The row without a key names it: a rebuild puts another in its place. */
const fetched = (...wheres: readonly string[]): string => `
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, (${SHOWN}), NULL, NULL, NULL, NULL, NULL
  ${wheres.map((where) => `UNION ALL SELECT ${COLUMNS} FROM derived.blockade_severity AS row WHERE ${where}`).join('\n')}`;

/**
 * One plan serves every situation. Where one has most of the rows the planner would take a walk through all there are, in the order of the log,
 * for the best way to those of any other: so the situation is a range for it, and the offset no column of an index.
 */
const ALL = {
  name: 'severity-told',
  text: fetched('row.situation >= $1 AND row.situation <= $1 AND row.log_offset + 0 <= $2'),
};
const SINCE = {
  name: 'severity-told-since',
  text: fetched(
    'row.situation = $1 AND row.partition = $4 AND row.log_offset > $3 AND row.log_offset <= $2',
    'row.situation = $1 AND row.log_offset <= $3 AND row.withdrawn_offset > $3 AND row.withdrawn_offset <= $2',
  ),
};

const toldOf = ([key, value, eventId, seq, recorded, published, offset, index, ord, ...withdrawn]: Row): Told => {
  const [withdrawnOffset, withdrawnRecorded, withdrawnPublished] = withdrawn;
  const told = { key: key!, value, eventId, seq: seq ?? 0, recorded, published, offset, index, ord };
  if (withdrawnOffset === null) return told;
  return { ...told, withdrawn: { offset: withdrawnOffset, recorded: withdrawnRecorded!, published: withdrawnPublished! } };
};

const fetch = async (db: Queryable, query: { name: string; text: string }, values: readonly unknown[]): Promise<Fetched> => {
  const { rows } = await db.query<Row>({ ...query, values: [...values], rowMode: 'array' });
  const told: Told[] = [];
  let table = 0;
  for (const row of rows) {
    if (row[0] === null) table = row[6];
    else told.push(toldOf(row));
  }
  return { table, rows: told };
};

/** All that was recorded of the situation up to and with the offset. */
export const toldUpTo = (db: Queryable, situation: string, { offset }: CommitPosition): Promise<Fetched> =>
  fetch(db, ALL, [situation, offset]);

/** What was recorded or taken back in the log after `since`, up to and with the offset. */
export const toldSince = (db: Queryable, situation: string, since: number, { partition, offset }: CommitPosition): Promise<Fetched> =>
  fetch(db, SINCE, [situation, offset, since, partition]);
