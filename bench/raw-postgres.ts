import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { LIVE_PROJECTIONS } from '../libs/read-models/src/index.js';
import { type Contender, timed } from './contender.js';

type Column = { readonly name: string; readonly type: string };
type Row = Readonly<Record<string, string | null>>;
/** The rows of one commit, by table. */
type CommitRows = ReadonlyMap<string, readonly Row[]>;

const MODELS = LIVE_PROJECTIONS.map(({ name, version }) => `${name}_v${version}`);
const TABLES = ['records', 'commands', 'events', 'heads', ...MODELS];
/** Commits whose rows are written in turn. */
const SAMPLE = 1_000;

/** One transaction with the rows of one commit, in tables with the same columns and indexes: pg alone, one prepared statement. */
export const rawPostgres = async (databaseUrl: string): Promise<Contender & { readonly rows: number }> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('CREATE SCHEMA bench_raw');
  for (const table of [...TABLES, 'cursors']) {
    await client.query(`CREATE TABLE bench_raw.${table} (LIKE derived.${table} INCLUDING ALL)`);
  }
  await client.query('INSERT INTO bench_raw.cursors SELECT * FROM derived.cursors');
  const columns = new Map<string, readonly Column[]>();
  for (const table of TABLES) columns.set(table, await columnsOf(client, table));
  const commits = await sampleOf(client, columns);

  const names = new Map<string, string>();
  let offset = 0;
  return {
    rows: Math.max(...commits.map((tables) => [...tables.values()].flat().length)) + 1,
    once: () => {
      const { text, values } = statementOf(columns, commits[offset % commits.length]!, offset++);
      const name = names.get(text) ?? `raw-${names.size}`;
      names.set(text, name);
      return timed(() => client.query({ name, text, values }));
    },
    close: () => client.end(),
  };
};

const columnsOf = async (client: pg.Client, table: string): Promise<readonly Column[]> => {
  const { rows } = await client.query<Column>(
    `SELECT attname AS name, format_type(atttypid, null) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [`derived.${table}`],
  );
  return rows;
};

/** The rows of the last commits, every value as PostgreSQL writes it. */
const sampleOf = async (client: pg.Client, columns: ReadonlyMap<string, readonly Column[]>): Promise<readonly CommitRows[]> => {
  const { rows: offsets } = await client.query<{ partition: number; log_offset: string }>(
    'SELECT partition, log_offset FROM derived.events ORDER BY log_offset DESC LIMIT $1',
    [SAMPLE],
  );
  const commits = new Map(offsets.map(({ log_offset }) => [log_offset, new Map<string, Row[]>()]));
  for (const [table, list] of columns) {
    // A head has no partition of its own, but that of its event.
    const from = table === 'heads' ? 'heads JOIN derived.events USING (situation, stream, version, log_offset)' : table;
    const selected = list.map(({ name }) => `${name}::text`).join(', ');
    const { rows } = await client.query<Row & { at: string }>(
      `SELECT ${selected}, log_offset::text AS at FROM derived.${from} WHERE partition = $1 AND log_offset = ANY($2::bigint[])`,
      [offsets[0]!.partition, [...commits.keys()]],
    );
    for (const { at, ...row } of rows) commits.get(at)!.set(table, [...(commits.get(at)!.get(table) ?? []), row]);
  }
  // A commit whose stream was written since has no head of its version any more.
  return [...commits.values()].filter((tables) => tables.has('heads'));
};

/** What must not come twice. */
const fresh = (offset: number): Row => {
  const eventId = randomUUID();
  return { log_offset: String(offset), command_id: randomUUID(), event_id: eventId, event_ids: `{${eventId}}` };
};

const statementOf = (columns: ReadonlyMap<string, readonly Column[]>, commit: CommitRows, offset: number) => {
  const values: (string | null)[] = [];
  const anew = fresh(offset);
  const inserts = [...commit].map(([table, rows]) => {
    const list = columns.get(table)!;
    const tuples = rows.map(
      (row) => `(${list.map(({ name, type }) => `$${values.push(name in anew ? anew[name]! : row[name]!)}::${type}`).join(', ')})`,
    );
    const again =
      table === 'heads' ? 'ON CONFLICT (situation, stream) DO UPDATE SET version = excluded.version, log_offset = excluded.log_offset' : '';
    return `into_${table} AS (INSERT INTO bench_raw.${table} VALUES ${tuples.join(', ')} ${again})`;
  });
  const [record] = commit.get('records')!;
  const cursor = `UPDATE bench_raw.cursors SET last_offset = $${values.push(String(offset))}::bigint,
    recorded_at = $${values.push(record!['recorded_at']!)}::timestamptz WHERE partition = $${values.push(record!['partition']!)}::int`;
  return { text: `WITH ${inserts.join(', ')} ${cursor}`, values };
};
