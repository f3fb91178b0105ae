import type { CommitPosition } from '../../../event-log/src/index.js';
import { type ModelName, MODELS } from '../models.js';
import type { Queryable } from './queryable.js';

/** Up to where `model` has read each partition: its cursor, or where the model is parked. */
export const modelPositions = async (db: Queryable, model: ModelName): Promise<CommitPosition[]> => {
  const { rows } = await db.query<CommitPosition>({
    name: 'model-positions',
    text: `
      SELECT cursor.partition, coalesce(parked.last_offset, cursor.last_offset)::float8 AS offset
      FROM derived.cursors AS cursor
      LEFT JOIN derived.projections AS parked ON parked.partition = cursor.partition AND parked.name = $1
      ORDER BY cursor.partition`,
    values: [model],
  });
  return rows;
};

/** What the log says of a situation, and how read models stand in its partition, at one moment. */
export type SituationStanding = {
  /** When the log last spoke in the partition, in milliseconds. */
  readonly recordedAtMs: number;
  /** The offset at which the situation was opened. */
  readonly openedAt: number | undefined;
  /** Up to where all of the read models have read it. */
  readonly offset: number;
  /** Their live versions, by name: those that rebuilds switched to. Of others it is the one that programs begin with. */
  readonly versions: Readonly<Partial<Record<string, number>>>;
  /** Which tables are shown, by name (object ids): a rebuild puts another in the place of one. */
  readonly tables: Readonly<Partial<Record<string, number>>>;
  /** Whether a rebuild is about to show another table of one of them, or the one before: what was asked meanwhile may be of both. */
  readonly changing: boolean;
};

type StandingRow = {
  recorded_at: Date;
  opened_at: number | null;
  name: string;
  version: number | null;
  shown: number | null;
  offset: number;
  changing: boolean;
};

/** The table that is shown of `model`, by its live version. */
const SHOWN = `to_regclass('derived.' || model.name || '_v' || coalesce(live.version, model.version))::oid::int8::float8`;
const firstVersions = (models: readonly string[]) => models.map((name) => (MODELS as Partial<Record<string, number>>)[name] ?? null);

/** Which tables are shown of `models`, by name (object ids), now. */
export const shownTables = async (db: Queryable, models: readonly string[]): Promise<SituationStanding['tables']> => {
  const { rows } = await db.query<{ name: string; shown: number | null }>({
    name: 'shown-tables',
    text: `
      SELECT model.name, ${SHOWN} AS shown FROM unnest($1::text[], $2::int[]) AS model (name, version)
      LEFT JOIN derived.live_versions AS live ON live.name = model.name`,
    values: [models, firstVersions(models)],
  });
  return Object.fromEntries(rows.flatMap(({ name, shown }) => (shown === null ? [] : [[name, shown]])));
};

/** Undefined before the first record of the partition. A name that is no read model's stands at the cursor. */
export const situationStanding = async (
  db: Queryable,
  { partition, situation, models }: { partition: number; situation: string; models: readonly string[] },
): Promise<SituationStanding | undefined> => {
  const { rows } = await db.query<StandingRow>({
    name: 'standing',
    text: `
      SELECT cursor.recorded_at, (
        SELECT min(event.log_offset)::float8 FROM derived.events AS event
        WHERE event.situation = $2 AND event.stream = 'situation' AND event.version = 1 AND event.partition = $1
      ) AS opened_at,
      model.name, live.version, ${SHOWN} AS shown,
      coalesce(parked.last_offset, cursor.last_offset)::float8 AS offset, model.name = ANY (ARRAY(
        SELECT rebuilt.name FROM derived.rebuilt_models AS rebuilt JOIN derived.rebuilds AS rebuild ON rebuild.id = rebuilt.rebuild
        WHERE rebuild.state NOT IN ('settled', 'failed', 'dropped')
      )) AS changing
      FROM derived.cursors AS cursor
      CROSS JOIN unnest($3::text[], $4::int[]) AS model (name, version)
      LEFT JOIN derived.projections AS parked ON parked.partition = cursor.partition AND parked.name = model.name
      LEFT JOIN derived.live_versions AS live ON live.name = model.name
      WHERE cursor.partition = $1`,
    values: [partition, situation, models, firstVersions(models)],
  });
  const [first] = rows;
  if (first === undefined) return undefined;
  const named = <Value>(value: (row: StandingRow) => Value | null): Partial<Record<string, Value>> =>
    Object.fromEntries(rows.flatMap((row) => (value(row) === null ? [] : [[row.name, value(row)!]])));
  return {
    recordedAtMs: first.recorded_at.getTime(),
    openedAt: first.opened_at ?? undefined,
    offset: Math.min(...rows.map(({ offset }) => offset)),
    versions: named(({ version }) => version),
    tables: named(({ shown }) => shown),
    changing: rows.some(({ changing }) => changing),
  };
};
