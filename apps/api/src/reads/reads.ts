import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { CommitPosition } from '../../../../libs/event-log/src/index.js';

/** Where questions are answered from: the database that is written to, or a replica of it. */
export interface Reads {
  /**
   * Taken once for a question and kept to its end, since it is one server in one run: what one statement was shown, none of the next ones lacks, and what
   * is remembered up to a position is whole. Throws ReplicaUnavailable or ReplicaRefused where there is none just now.
   */
  readonly pool: Pool;
  /** The same, by the look-ups of TypeORM. */
  readonly database: DataSource;
  /**
   * Resolves when `pool` shows the commit at the position, and at once where nobody has recorded it. Throws Problem where that takes too long.
   */
  shows(pool: Pool, position: CommitPosition): Promise<void>;
}

/** Where verdict and read models are one transaction, what is recorded is shown. */
export const fromPrimary = (pool: Pool, database: DataSource): Reads => ({ pool, database, shows: () => Promise.resolve() });
