import type pg from 'pg';
import { cpuSeconds } from './processes.js';

/** Transactions that PostgreSQL has ended in this database, as it last counted them: a session tells of its own about once a second. */
export const transactions = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ ended: number }>(
    'SELECT (xact_commit + xact_rollback)::float8 AS ended FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]!.ended;
};

/** What PostgreSQL has done up to now. */
export type ServerCosts = {
  readonly transactions: number;
  /** Of its write-ahead log: what is synced before a commit is answered, and what a replica is sent. */
  readonly walBytes: number;
  /** Of its processes that run now but for the one asked, by number, in seconds. Only where they run on this machine, and that is Linux. */
  readonly cpu: ReadonlyMap<number, number>;
};

export const serverCosts = async (client: pg.Client): Promise<ServerCosts> => {
  const { rows } = await client.query<{ wal: number; pids: number[] }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal, (SELECT array_agg(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()) AS pids`,
  );
  const { wal, pids } = rows[0]!;
  const cpu = await Promise.all(pids.map(async (pid) => [pid, await cpuSeconds(pid)] as const));
  return { transactions: await transactions(client), walBytes: wal, cpu: new Map(cpu) };
};

/** From the one to the other. Processes that ended in between are not counted: the short ones that clean up. */
export const spent = (before: ServerCosts, after: ServerCosts) => ({
  transactions: after.transactions - before.transactions,
  walBytes: after.walBytes - before.walBytes,
  cpuSeconds: [...after.cpu].reduce((sum, [pid, seconds]) => sum + seconds - (before.cpu.get(pid) ?? 0), 0),
});

export type Spent = ReturnType<typeof spent>;
