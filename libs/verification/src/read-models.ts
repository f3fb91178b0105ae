import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { formatEventPosition, type RecordedEvent } from '../../event-log/src/index.js';
import {
  buildReadModels,
  DatabaseIsNewer,
  digestRows,
  type DomainEvent,
  liveProjections,
  liveVersions,
  PROJECTIONS,
  type Target,
} from '../../read-models/src/index.js';
import { Differences } from './difference.js';

type Position = { readonly partition: number; readonly offset: number };
export type ComparedModel = { readonly name: string; readonly rows: number };

/**
 * Builds every read model from `events`, in the version that is live, beside the live ones, in a schema of its own, lends them to `use`, and drops
 * them. Throws DatabaseIsNewer where a rebuild switched to a version that this program does not know.
 */
export const withShadows = async <T>(
  databaseUrl: string,
  pool: Pool,
  events: AsyncIterable<readonly RecordedEvent<DomainEvent>[]>,
  use: (shadows: readonly Target[]) => Promise<T>,
): Promise<T> => {
  const { known, unknown } = liveProjections(PROJECTIONS, await liveVersions(pool));
  if (unknown.length > 0) {
    const named = unknown.map(([name, version]) => `version ${version} of ${name}`).join(', ');
    throw new DatabaseIsNewer(`the database shows ${named}, which this program does not know: use the program that switched to it`);
  }
  const schema = `timeline_verify_${randomBytes(4).toString('hex')}`;
  await pool.query(`CREATE SCHEMA ${schema}`);
  try {
    const shadows = known.map((projection) => ({ projection, table: `${schema}.${projection.name}` }));
    await buildReadModels(databaseUrl, shadows, events);
    return await use(shadows);
  } finally {
    await pool.query(`DROP SCHEMA ${schema} CASCADE`);
  }
};

/**
 * Compares the rows of a read model as at these positions with those built anew: by digest, and row by row where the digests differ. What was
 * recorded later does not count, so the live one may go on meanwhile.
 */
export const compareModel = async (
  pool: Pool,
  { projection: { name }, table }: Target,
  positions: readonly Position[],
  differences: Differences,
): Promise<ComparedModel> => {
  const live = `derived.${name}`;
  let rows = 0;
  for (const at of positions) {
    const [built, shown] = [await digestRows(pool, table, at), await digestRows(pool, live, at)];
    rows += built.rows;
    if (built.digest !== shown.digest || built.rows !== shown.rows) await findDifferences(pool, { name, live, table }, at, differences);
  }
  return { name, rows };
};

type DifferingRow = { log_offset: string; event_index: number; ord: number; count: number; built: object | null; shown: object | null };

/** A row as it was at the position ($2): the stamp of a later withdrawal is not there yet. */
const rowsAsAt = (table: string): string => `
  SELECT partition, log_offset, event_index, ord, to_jsonb(stored) || CASE WHEN withdrawn_offset <= $2 THEN '{}' ELSE
    '{"withdrawn_recorded": null, "withdrawn_published": null, "withdrawn_offset": null, "withdrawn_index": null, "withdrawn_by": null}' END::jsonb AS row
  FROM ${table} AS stored WHERE partition = $1 AND log_offset <= $2`;

const findDifferences = async (
  pool: Pool,
  { name, live, table }: { name: string; live: string; table: string },
  { partition, offset }: Position,
  differences: Differences,
): Promise<void> => {
  const { rows } = await pool.query<DifferingRow>({
    text: `
      SELECT log_offset, event_index, ord, built.row AS built, shown.row AS shown, (count(*) OVER ())::int AS count
      FROM (${rowsAsAt(table)}) AS built FULL JOIN (${rowsAsAt(live)}) AS shown USING (partition, log_offset, event_index, ord)
      WHERE built.row IS DISTINCT FROM shown.row ORDER BY log_offset, event_index, ord LIMIT 1`,
    values: [partition, offset],
  });
  const [first] = rows;
  const at = { partition, table: name };
  // The digests cover what JSON cannot show apart.
  if (first === undefined) return differences.add({ ...at, offset, field: 'digest', inLog: 'another', inPostgres: 'another' });
  const position = { partition, offset: Number(first.log_offset), index: first.event_index };
  const row = `${formatEventPosition(position)} assertion ${first.ord}`;
  const [built, shown] = [first.built, first.shown].map((one) => (one === null ? undefined : textual(one)));
  const found = new Differences();
  found.compare({ ...at, offset: position.offset, row }, built, shown);
  // One for each row that differs, however many of its columns do.
  differences.add(found.first!, first.count);
};

const textual = (row: object): Record<string, string> =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typeof value === 'string' ? value : JSON.stringify(value)]));
