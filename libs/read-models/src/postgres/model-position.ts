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
