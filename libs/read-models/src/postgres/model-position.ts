import type { CommitPosition } from '../../../event-log/src/index.js';
import type { ModelName } from '../models.js';
import type { Queryable } from './queryable.js';

/** Up to where `model` has read the partition: its cursor, or where the model is parked. Undefined before the first record. */
export const modelPosition = async (db: Queryable, model: ModelName | string, partition: number): Promise<CommitPosition | undefined> => {
  const { rows } = await db.query<{ last_offset: string }>({
    name: 'model-position',
    text: `
      SELECT coalesce(parked.last_offset, cursor.last_offset) AS last_offset
      FROM derived.cursors AS cursor
      LEFT JOIN derived.projections AS parked ON parked.partition = cursor.partition AND parked.name = $1
      WHERE cursor.partition = $2`,
    values: [model, partition],
  });
  const [row] = rows;
  return row === undefined ? undefined : { partition, offset: Number(row.last_offset) };
};

/** How read models stand in a partition, at one moment. */
export type ModelStandings = {
  /** Up to where all of them have read it; -1 before the first record. */
  readonly offset: number;
  /** Their live versions, by name: those that rebuilds switched to. Of others it is the one that programs begin with. */
  readonly versions: Readonly<Record<string, number>>;
  /** Whether a rebuild is about to switch one of them to another version, or back: what was asked meanwhile may be of both. */
  readonly changing: boolean;
};

/** A name that is no read model's stands at the cursor. */
export const modelStandings = async (db: Queryable, models: readonly string[], partition: number): Promise<ModelStandings> => {
  const { rows } = await db.query<{ offset: number | null; name: string; version: number | null; changing: boolean }>({
    name: 'model-standings',
    text: `
      SELECT model.name, live.version, (
        SELECT coalesce(parked.last_offset, cursor.last_offset)::float8
        FROM derived.cursors AS cursor
        LEFT JOIN derived.projections AS parked ON parked.partition = cursor.partition AND parked.name = model.name
        WHERE cursor.partition = $2
      ) AS offset, EXISTS (
        SELECT FROM derived.rebuilt_models AS rebuilt JOIN derived.rebuilds AS rebuild ON rebuild.id = rebuilt.rebuild
        WHERE rebuilt.name = model.name AND rebuilt.version <> rebuilt.live_version AND rebuild.state NOT IN ('settled', 'failed', 'dropped')
      ) AS changing
      FROM unnest($1::text[]) AS model (name) LEFT JOIN derived.live_versions AS live ON live.name = model.name`,
    values: [models, partition],
  });
  return {
    offset: Math.min(...rows.map(({ offset }) => offset ?? -1)),
    versions: Object.fromEntries(rows.flatMap(({ name, version }) => (version === null ? [] : [[name, version]]))),
    changing: rows.some(({ changing }) => changing),
  };
};
