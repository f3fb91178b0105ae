import pg from 'pg';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { openDatabase, poolOf } from '../postgres/data-source.js';
import { BulkLoad } from './bulk-load.js';
import { createTarget, dropTable, indexTarget, type Target, waitingOf } from './target.tables.js';
import { applyWaiting } from './waiting-mendings.js';

/**
 * A connection of its own for COPY, which the pool's pipelined ones cannot do. Its commits do not wait for the disk: a server that crashes may lose the
 * last of them whole, and what they loaded is loaded again.
 */
export const openLoader = async (databaseUrl: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'timeline-rebuild', keepAlive: true });
  // A connection that breaks is told by the statement that needs it.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SET synchronous_commit = off');
  return client;
};

/**
 * Builds read models from events alone into tables of their own, made anew, with the rows, key and indexes that the arbiter's tables have after
 * the same events. Nobody else sees or writes them; the caller drops them with {@link dropReadModels}. `events` come in runs of one partition
 * each, every partition in order. Throws {@link ProjectionFailed}. Memory is bounded by the largest run.
 */
export const buildReadModels = async (
  databaseUrl: string,
  targets: readonly Target[],
  events: AsyncIterable<readonly RecordedEvent<DomainEvent>[]>,
): Promise<void> => {
  const database = await openDatabase(databaseUrl, 'timeline-rebuild', 2);
  const pool = poolOf(database);
  const loader = await openLoader(databaseUrl);
  try {
    for (const target of targets) await createTarget(pool, target);
    const load = new BulkLoad(loader, targets);
    for await (const run of events) {
      const last = run.at(-1);
      if (last !== undefined) await load.take(last.position.partition, run, last.position.offset);
    }
    await load.finish();
    for (const target of targets) {
      await indexTarget(pool, target);
      await applyWaiting(pool, target.table);
      await pool.query(`DROP TABLE ${waitingOf(target.table)}`);
    }
  } finally {
    await loader.end();
    await database.destroy();
  }
};

/** Drops what {@link buildReadModels} made, also where it did not come to its end. */
export const dropReadModels = async (databaseUrl: string, targets: readonly Target[]): Promise<void> => {
  const client = await openLoader(databaseUrl);
  try {
    for (const { table } of targets) await dropTable(client, table);
  } finally {
    await client.end();
  }
};
