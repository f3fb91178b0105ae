import type { Pool } from 'pg';
import type { DomainEvent } from '../../../situations/src/index.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Projection } from '../projection.js';

/** A read model, and the table that its rows are built into: beside the live one, of the same shape. */
export type Target = { readonly projection: Projection<DomainEvent>; readonly table: string };

/** Corrections of a target that wait until what they mend is loaded and can be looked up. */
export const waitingOf = (table: string): string => `${table}_mendings`;

/** The table that the view of a read model shows now. Throws where there is no such view. */
export const liveTable = async (db: Queryable, name: string): Promise<string> => {
  const { rows } = await db.query<{ table: string }>({
    text: `
      SELECT DISTINCT shown.oid::regclass::text AS table
      FROM pg_rewrite AS rule
      JOIN pg_depend AS uses ON uses.objid = rule.oid AND uses.refclassid = 'pg_class'::regclass AND uses.refobjid <> rule.ev_class
      JOIN pg_class AS shown ON shown.oid = uses.refobjid
      WHERE rule.ev_class = $1::regclass`,
    values: [`derived.${name}`],
  });
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0) throw new Error(`the view derived.${name} does not show one table`);
  return row.table;
};

/**
 * Makes the tables of a target anew and empty, without an index: rows are loaded faster so. Nor is it vacuumed before it is shown: a switch would have
 * to wait for that.
 */
export const createTarget = async (db: Queryable, { projection, table }: Target): Promise<void> => {
  const live = await liveTable(db, projection.name);
  await dropTable(db, table);
  await db.query({ text: `CREATE TABLE ${table} (LIKE ${live}) WITH (autovacuum_enabled = false)` });
  await db.query({
    text: `CREATE TABLE ${waitingOf(table)} (
             log_offset bigint NOT NULL, partition int NOT NULL, event_index int NOT NULL, situation text NOT NULL, mending json NOT NULL)`,
  });
};

export const dropTable = async (db: Queryable, table: string): Promise<void> => {
  await db.query({ text: `DROP TABLE IF EXISTS ${waitingOf(table)}, ${table}` });
};

/** The key and the indexes of the live table, in one transaction: a target has all of them or none. */
export const indexTarget = async (pool: Pool, { projection, table }: Target): Promise<void> => {
  const client = await pool.connect();
  let broken = false;
  try {
    const live = await liveTable(client, projection.name);
    const { rows } = await client.query<{ definition: string; primary: boolean }>({
      text: `SELECT pg_get_indexdef(indexrelid) AS definition, indisprimary AS primary FROM pg_index WHERE indrelid = $1::regclass ORDER BY indexrelid`,
      values: [live],
    });
    await client.query('BEGIN');
    // More processes would only take from whoever asks meanwhile.
    await client.query('SET LOCAL max_parallel_maintenance_workers = 0');
    await client.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const existing = await client.query({ text: 'SELECT FROM pg_index WHERE indrelid = $1::regclass', values: [table] });
    if (existing.rowCount === 0) {
      for (const { definition, primary } of rows) await client.query(indexAs(definition, primary, table));
      await client.query(`ALTER TABLE ${waitingOf(table)} ADD PRIMARY KEY (log_offset, partition, event_index)`);
    }
    await client.query('COMMIT');
    // What looks rows up next plans by what it knows of the table.
    await client.query(`ANALYZE ${table}`);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
};

/** The statement that makes an index of another table for `table`, under a name that PostgreSQL chooses. */
const indexAs = (definition: string, primary: boolean, table: string): string => {
  const rest = / USING (.*)$/s.exec(definition)?.[1];
  if (rest === undefined) throw new Error(`not understood: ${definition}`);
  if (primary) return `ALTER TABLE ${table} ADD PRIMARY KEY ${rest.replace(/^btree /, '')}`;
  const unique = definition.startsWith('CREATE UNIQUE') ? 'UNIQUE ' : '';
  return `CREATE ${unique}INDEX ON ${table} USING ${rest}`;
};
