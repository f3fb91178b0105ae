import type { Pool } from 'pg';
import type { DomainEvent } from '../../../situations/src/index.js';
import type { Projection } from '../projection.js';
import { askedOf, rebuildsOf } from './ask.js';
import { judgedOffsets } from './rebuilds.queries.js';
import { liveTable } from './target.tables.js';

/** What a rebuild would do, without doing it. */
export type RebuildPlan = {
  /** Records of the log to be read. */
  readonly records: number;
  /** `bytes`: of the live table with its indexes, about what the new one takes beside it. `rows`: by PostgreSQL's own estimate, null before there is one. */
  readonly models: readonly {
    readonly name: string;
    readonly version: number;
    readonly liveVersion: number;
    readonly rows: number | null;
    readonly bytes: number;
    readonly parked: boolean;
  }[];
  /** Rebuilds that have one of the read models: while there are any it would be refused. */
  readonly running: readonly number[];
};

/** Throws RebuildRefused where a read model is not known. */
export const planRebuild = async (
  pool: Pool,
  names: readonly string[],
  projections: readonly Projection<DomainEvent>[],
): Promise<RebuildPlan> => {
  const models = [];
  for (const asked of await askedOf(pool, names, projections)) {
    const { rows } = await pool.query<{ rows: number; bytes: number; parked: boolean }>(
      `SELECT reltuples::float8 AS rows, pg_total_relation_size(oid)::float8 AS bytes,
              EXISTS (SELECT FROM derived.projections WHERE name = $2) AS parked
       FROM pg_class WHERE oid = $1::regclass`,
      [await liveTable(pool, asked.name), asked.name],
    );
    const { rows: count, bytes, parked } = rows[0]!;
    models.push({ ...asked, rows: count < 0 ? null : count, bytes, parked });
  }
  const judged = await judgedOffsets(pool);
  const running = (await rebuildsOf(pool, names)).map(({ id }) => id);
  return { records: judged.reduce((sum, offset) => sum + offset + 1, 0), models, running };
};
