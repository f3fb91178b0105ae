const COLUMNS = {
  situation: 'text',
  key: 'text',
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
  asserted_by: 'uuid',
} as const;
type Column = keyof typeof COLUMNS;

const names = Object.keys(COLUMNS) as Column[];
/** What an assertion is written with; the rest is stamped later. */
export const ASSERTION_COLUMNS: readonly string[] = names;
const types = names.map((name) => `${name} ${COLUMNS[name]}`).join(', ');

/** Adds what `rows` (SQL that begins with FROM) selects as `row`; columns may be given otherwise. A row that is there already stays as it is. */
export const insertFrom = (table: string, rows: string, otherwise: { readonly [Name in Column]?: string } = {}): string => `
  INSERT INTO ${table} (${names.join(', ')})
  SELECT ${names.map((name) => otherwise[name] ?? `row.${name}`).join(', ')} ${rows}
  ON CONFLICT DO NOTHING`;

/** A JSON null arrives as SQL's. */
export const GIVEN_VALUE = `coalesce(row.value, 'null')`;

export const givenRows = (parameter: string): string => `FROM json_to_recordset(${parameter}) AS row (${types})`;

/** Adds the rows that a parameter holds. */
export const insertOf = (table: string, parameter: string): string => insertFrom(table, givenRows(parameter), { value: GIVEN_VALUE });
