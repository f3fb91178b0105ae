import type { Pool } from 'pg';
import type { DomainEvent } from '../../../situations/src/index.js';
import { liveProjections } from '../live-projections.js';
import type { Projection } from '../projection.js';
import { rebuildsOf } from './ask.js';
import { liveVersions } from './rebuilds.queries.js';

/** A read model in one partition. `live`: it is written with the verdict; `parked`: it threw, and stands where it is until it is rebuilt. */
export type PartitionStanding = {
  readonly partition: number;
  /** The last offset that it has taken; -1 before the first record. */
  readonly offset: number;
  readonly state: 'live' | 'parked';
  readonly error: string | null;
};

export type ProjectionStanding = {
  readonly name: string;
  readonly version: number;
  readonly partitions: readonly PartitionStanding[];
  /** The rebuild that is under way. */
  readonly rebuild: number | null;
};

type Row = { name: string; partition: number; offset: number; error: string | null; parked: boolean };

/** How every read model stands, in one look. */
export const projectionStandings = async (pool: Pool, projections: readonly Projection<DomainEvent>[]): Promise<ProjectionStanding[]> => {
  const names = [...new Set(projections.map(({ name }) => name))];
  const [versions, rebuilds, { rows }] = await Promise.all([
    liveVersions(pool),
    rebuildsOf(pool, names),
    pool.query<Row>(
      `SELECT model.name, cursor.partition, coalesce(parked.last_offset, cursor.last_offset)::float8 AS offset, parked.error,
              parked.name IS NOT NULL AS parked
       FROM unnest($1::text[]) AS model (name) CROSS JOIN derived.cursors AS cursor
       LEFT JOIN derived.projections AS parked ON parked.partition = cursor.partition AND parked.name = model.name
       ORDER BY cursor.partition`,
      [names],
    ),
  ]);
  const { known } = liveProjections(projections, versions);
  return names.map((name) => ({
    name,
    version: known.find((projection) => projection.name === name)?.version ?? versions.get(name)!,
    partitions: rows
      .filter((row) => row.name === name)
      .map(({ partition, offset, error, parked }) => ({ partition, offset, state: parked ? 'parked' : 'live', error })),
    rebuild: rebuilds.find(({ models }) => models.some((model) => model.name === name))?.id ?? null,
  }));
};
