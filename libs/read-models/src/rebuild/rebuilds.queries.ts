import type { Queryable } from '../postgres/queryable.js';
import type { Offsets } from './accepted-events.js';
import type { Comparison, Progress, Rebuild, RebuildState } from './rebuild.model.js';

type Row = {
  id: number;
  state: RebuildState;
  asked_at: Date;
  moved_at: Date;
  worker: string | null;
  unit: string | null;
  done: number;
  total: number;
  rate: number | null;
  error: string | null;
  models: { name: string; version: number; live_version: number; aside: string; reached: number[]; comparison: Comparison | null }[];
};

const rebuildOf = ({ id, state, asked_at, moved_at, worker, unit, done, total, rate, error, models }: Row): Rebuild => ({
  id,
  state,
  askedAt: asked_at.toISOString(),
  movedAt: moved_at.toISOString(),
  worker,
  progress: unit === null ? null : { unit, done, total, rate },
  error,
  models: models.map(({ live_version, ...model }) => ({ ...model, liveVersion: live_version })),
});

/** The latest first, or one of them. */
const select = async (db: Queryable, where: string, values: unknown[]): Promise<Rebuild[]> => {
  const { rows } = await db.query<Row>({
    text: `
      SELECT rebuild.id, state, asked_at, moved_at, worker, unit, done::float8 AS done, total::float8 AS total, rate, error,
             jsonb_agg(to_jsonb(model) - 'rebuild' - 'open' ORDER BY model.name) AS models
      FROM derived.rebuilds AS rebuild JOIN derived.rebuilt_models AS model ON model.rebuild = rebuild.id
      WHERE ${where} GROUP BY rebuild.id ORDER BY rebuild.id DESC`,
    values,
  });
  return rows.map(rebuildOf);
};

export const listRebuilds = (db: Queryable): Promise<Rebuild[]> => select(db, 'true', []);
export const rebuildById = async (db: Queryable, id: number): Promise<Rebuild | undefined> =>
  (await select(db, 'rebuild.id = $1', [id]))[0];
export const rebuildsIn = (db: Queryable, states: readonly RebuildState[]): Promise<Rebuild[]> => select(db, 'state = ANY($1)', [states]);

/** A rebuild as one worker holds it, since it claimed it: whoever claims it next ends that, also for a worker that wakes from a long pause. */
export type Held = { readonly id: number; readonly worker: string };

export const claimRebuild = async (db: Queryable, { id, worker }: Held): Promise<void> => {
  await db.query({ text: 'UPDATE derived.rebuilds SET worker = $2 WHERE id = $1', values: [id, worker] });
};

/** Somebody else moved the rebuild on, claimed or dropped it: whoever worked on it stops. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

const stillHeld = (rowCount: number | null, { id }: Held, state: RebuildState): void => {
  if (rowCount === 0) throw new Superseded(`rebuild ${id} is no longer ${state} in these hands`);
};

/** Moves the rebuild on in the caller's transaction. Throws {@link Superseded} where it is no longer held, or no longer in `from`. */
export const moveRebuild = async (
  db: Queryable,
  held: Held,
  from: RebuildState,
  to: RebuildState,
  error: string | null = null,
): Promise<void> => {
  const { rowCount } = await db.query({
    text: `UPDATE derived.rebuilds SET state = $4, moved_at = now(), unit = NULL, done = NULL, total = NULL, rate = NULL, error = $5
           WHERE id = $1 AND worker = $2 AND state = $3`,
    values: [held.id, held.worker, from, to, error],
  });
  stillHeld(rowCount, held, from);
};

/** Says how far a step is, in the transaction of what it did: it stands only where the rebuild is still held. Throws {@link Superseded}. */
export const tellProgress = async (
  db: Queryable,
  held: Held,
  state: RebuildState,
  { unit, done, total, rate }: Progress,
): Promise<void> => {
  const { rowCount } = await db.query({
    text: `UPDATE derived.rebuilds SET unit = $4, done = $5, total = $6, rate = $7 WHERE id = $1 AND worker = $2 AND state = $3`,
    values: [held.id, held.worker, state, unit, done, total, rate],
  });
  stillHeld(rowCount, held, state);
};

/** Keeps the rebuild held in `state` until the caller's transaction ends. Throws {@link Superseded} where it no longer is. */
export const holdRebuild = async (db: Queryable, held: Held, state: RebuildState): Promise<void> => {
  const { rowCount } = await db.query({
    text: 'SELECT FROM derived.rebuilds WHERE id = $1 AND worker = $2 AND state = $3 FOR SHARE',
    values: [held.id, held.worker, state],
  });
  stillHeld(rowCount, held, state);
};

/** What the tables aside have taken of some partitions, in the caller's transaction; those that are further already stay. */
export const settleReached = async (db: Queryable, { id }: Held, reached: ReadonlyMap<number, number>): Promise<void> => {
  for (const [partition, offset] of reached) {
    await db.query({
      name: 'rebuild-reached',
      text: `UPDATE derived.rebuilt_models SET reached[$2::int + 1] = greatest(reached[$2::int + 1], $3::bigint) WHERE rebuild = $1`,
      values: [id, partition, offset],
    });
  }
};

/** The last record judged, of partition 0, 1, …. `lock`: nobody judges on until the caller's transaction ends. */
export const judgedOffsets = async (db: Queryable, { lock = false } = {}): Promise<Offsets> => {
  const { rows } = await db.query<{ last_offset: string }>({
    text: `SELECT last_offset FROM derived.cursors ORDER BY partition ${lock ? 'FOR UPDATE' : ''}`,
  });
  return rows.map(({ last_offset }) => Number(last_offset));
};

/** Up to where the live table of a read model goes, of partition 0, 1, …: the cursor, or where it is parked. */
export const liveOffsets = async (db: Queryable, name: string): Promise<Offsets> => {
  const { rows } = await db.query<{ last_offset: string }>({
    text: `
      SELECT coalesce(parked.last_offset, cursor.last_offset) AS last_offset
      FROM derived.cursors AS cursor LEFT JOIN derived.projections AS parked ON parked.partition = cursor.partition AND parked.name = $1
      ORDER BY cursor.partition`,
    values: [name],
  });
  return rows.map(({ last_offset }) => Number(last_offset));
};

/** The versions that rebuilds switched to, by read model. */
export const liveVersions = async (db: Queryable): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await db.query<{ name: string; version: number }>({ text: 'SELECT name, version FROM derived.live_versions' });
  return new Map(rows.map(({ name, version }) => [name, version]));
};
