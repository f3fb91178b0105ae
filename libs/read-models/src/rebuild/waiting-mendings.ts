import type { Pool, PoolClient } from 'pg';
import { applyRuns } from '../postgres/apply-changes.js';
import type { AssertionRow, Mending, MendingRow } from '../postgres/assertion-rows.js';
import { waitingOf } from './target.tables.js';

/** Corrections of one transaction. */
const AT_ONCE = 500;

type WaitingRow = { log_offset: string; partition: number; event_index: number; situation: string; mending: Mending };
type OpenRun = { withdrawals: MendingRow[]; assertions: AssertionRow[]; restorations: MendingRow[] };

/** The first corrections of all situations, then their second, and so on: situations have nothing to do with each other. */
const runsOfWaiting = (rows: readonly WaitingRow[]): Mending[] => {
  const seen = new Map<string, number>();
  const runs: OpenRun[] = [];
  for (const { situation, mending } of rows) {
    const rank = seen.get(situation) ?? 0;
    seen.set(situation, rank + 1);
    const run = (runs[rank] ??= { withdrawals: [], assertions: [], restorations: [] });
    run.withdrawals.push(...mending.withdrawals);
    run.assertions.push(...mending.assertions);
    run.restorations.push(...mending.restorations);
  }
  return runs;
};

const applySome = async (client: PoolClient, table: string): Promise<number> => {
  const { rows } = await client.query<WaitingRow>(
    `SELECT * FROM ${waitingOf(table)} ORDER BY log_offset, partition, event_index LIMIT ${AT_ONCE}`,
  );
  const last = rows.at(-1);
  if (last === undefined) return 0;
  await applyRuns(client, [{ table, runs: runsOfWaiting(rows) }]);
  await client.query(`DELETE FROM ${waitingOf(table)} WHERE (log_offset, partition, event_index) <= ($1, $2, $3)`, [
    last.log_offset,
    last.partition,
    last.event_index,
  ]);
  return rows.length;
};

/**
 * Applies the corrections that wait for `table`, in the order of the log, by the statements that the arbiter uses. What is applied no longer
 * waits: it can be broken off anywhere and begun again. `settle` ends each transaction, with how many it applied.
 */
export const applyWaiting = async (
  pool: Pool,
  table: string,
  settle: (client: PoolClient, applied: number) => Promise<void> = async () => undefined,
): Promise<void> => {
  const client = await pool.connect();
  let broken = false;
  try {
    for (let applied = AT_ONCE; applied === AT_ONCE;) {
      await client.query('BEGIN');
      applied = await applySome(client, table);
      await settle(client, applied);
      await client.query('COMMIT');
    }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
};
