import { randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { changesOf } from '../changes-of.js';
import { liveProjections, PROJECTIONS } from '../live-projections.js';
import { applyChanges } from '../postgres/apply-changes.js';
import { liveVersions } from '../rebuild/rebuilds.queries.js';
import type { Rehearsed } from './statements.queries.js';

const MODELS: readonly string[] = ['travel_status', 'incidents', 'observations', 'blockade_severity'];
const REHEARSED = PROJECTIONS.filter(({ name }) => MODELS.includes(name));

/** Nobody waits long for a rehearsal, and it waits for nobody: the arbiter goes first. */
const LIMITS = `SET LOCAL statement_timeout = '10s'; SET LOCAL lock_timeout = '250ms'`;
const ATTEMPTS = 5;
/** serialization_failure, deadlock_detected, lock_not_available: the arbiter wrote the same rows meanwhile. */
const BUSY = ['40001', '40P01', '55P03'];

const headOf = async (client: PoolClient, partition: number): Promise<number> => {
  const { rows } = await client.query<{ last_offset: string }>('SELECT last_offset FROM derived.cursors WHERE partition = $1', [partition]);
  return rows[0] === undefined ? -1 : Number(rows[0].last_offset);
};

export type Hypothesis = {
  situation: string;
  /** Of the situation. */
  partition: number;
  /** In the order in which they would be recorded; their positions are not read. */
  events: readonly RecordedEvent<DomainEvent>[];
};

/**
 * Writes what the events would do to the read models, lets `look`, and takes it all back. The rows stand in a partition that no log has,
 * one offset after the head. Throws what a projection or `look` throws.
 */
export const rehearse = async <Seen>(
  pool: Pool,
  { situation, partition, events }: Hypothesis,
  look: (client: PoolClient, rehearsed: Rehearsed) => Promise<Seen>,
): Promise<Seen> => {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; ${LIMITS}`);
      const head = await headOf(client, partition);
      const nowhere = -1 - randomInt(2 ** 30);
      const placed = events.map((event, index) => ({ ...event, position: { partition: nowhere, offset: head + 1, index } }));
      const { known } = liveProjections(REHEARSED, await liveVersions(client));
      const changes = changesOf(known, placed);
      for (const { failed } of changes) if (failed !== undefined) throw failed.error;
      await applyChanges(client, changes);
      return await look(client, { situation, partition: nowhere, head, eventIds: events.map(({ id }) => id) });
    } catch (error) {
      if (attempt === ATTEMPTS || !BUSY.includes((error as { code?: string }).code ?? '')) throw error;
    } finally {
      await client.query('ROLLBACK').catch(() => (broken = true));
      client.release(broken);
    }
  }
};
