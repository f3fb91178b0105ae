import pg from 'pg';
import type { Queryable } from '../postgres/queryable.js';

// Advisory locks, for economy: that two workers at once do no harm is settled by who claimed a rebuild last.

/** Any numbers; only the same in every process. */
const OF_REBUILD = 7_304_512;
const OF_SLOT = 7_304_513;
/** Rebuilds that are worked on at once, by all projectors of a database together: each takes a core of PostgreSQL while it loads. */
export const MOST_AT_ONCE = 2;

const tryLock = async (client: pg.Client, space: number, number: number): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [space, number]);
  return rows[0]!.taken;
};

const tryAnySlot = async (client: pg.Client): Promise<boolean> => {
  for (let slot = 0; slot < MOST_AT_ONCE; slot++) if (await tryLock(client, OF_SLOT, slot)) return true;
  return false;
};

export type WorkerLock = { readonly release: () => Promise<void> };

/** Takes a rebuild for this process; undefined where another has it, or where as many as may are worked on. `lost` is told when the connection breaks. */
export const lockRebuild = async (databaseUrl: string, id: number, lost: (error: Error) => void): Promise<WorkerLock | undefined> => {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'timeline-rebuild', keepAlive: true });
  client.on('error', lost);
  await client.connect();
  if ((await tryLock(client, OF_REBUILD, id)) && (await tryAnySlot(client))) return { release: () => client.end() };
  await client.end();
  return undefined;
};

/** Rebuilds that a process has taken. */
export const lockedRebuilds = async (db: Queryable): Promise<ReadonlySet<number>> => {
  const { rows } = await db.query<{ id: number }>({
    text: `SELECT objid::int AS id FROM pg_locks JOIN pg_database ON pg_database.oid = database
           WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted AND datname = current_database()`,
    values: [OF_REBUILD],
  });
  return new Set(rows.map(({ id }) => id));
};
