import { formatEventPosition } from '../../../event-log/src/index.js';
import { SOURCES_SITUATION } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, pageOf, type PageRequest } from '../page.js';
import { asOfQuery, inOrder, keysOf, LAST_KEY, versionOf } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Source } from './sources.answer.js';
import type { StoredCheck, StoredSource, StoredState } from './sources.projection.js';

type Row = {
  key: string;
  value: StoredSource;
  event_id: string;
  recorded_at: Date;
  partition: number;
  log_offset: string;
  event_index: number;
  version: number;
  checked: StoredCheck | null;
  checked_by: string | null;
  state: StoredState | null;
  state_at: Date | null;
};

/** Checks are recorded in the order in which they ended; whether a source is well is what was recorded last, whatever time it names. */
const of = (known: (row: string) => string, keys: string, limit: string) => `
  SELECT source.key, source.value, source.event_id, source.recorded_at, source.partition, source.log_offset, source.event_index,
    ${versionOf(`'source/' || source.key`)} AS version,
    checked.value AS checked, checked.event_id AS checked_by, state.value AS state, state.valid_from AS state_at
  FROM ${keys}
  CROSS JOIN LATERAL (
    SELECT row.* FROM derived.sources AS row
    WHERE row.situation = $1 AND row.key = keys.key AND ${known('row')}
    ORDER BY ${inOrder('row', 'DESC')} LIMIT 1
  ) AS source
  LEFT JOIN LATERAL (
    SELECT row.value, row.event_id FROM derived.sources AS row
    WHERE row.situation = $1 AND row.key = keys.key || '/checked' AND row.valid_from <= $4::timestamptz AND ${known('row')}
    ORDER BY ${inOrder('row', 'DESC')} LIMIT 1
  ) AS checked ON true
  LEFT JOIN LATERAL (
    SELECT row.value, row.valid_from FROM derived.sources AS row
    WHERE row.situation = $1 AND row.key = keys.key || '/state' AND row.valid_from <= $4::timestamptz AND ${known('row')}
    ORDER BY row.log_offset DESC, row.event_index DESC LIMIT 1
  ) AS state ON true
  ORDER BY source.key
  LIMIT ${limit}`;

/** $5, $6 bounds of the keys, $7 limit. */
const list = asOfQuery(
  'sources',
  (known) => `
  WITH RECURSIVE ${keysOf('sources', '$5', '$6')}
  ${of(known, `(SELECT key FROM keys WHERE key NOT LIKE '%/%') AS keys`, '$7')}`,
);
/** $5 the sources. */
const some = asOfQuery('sources-by-id', (known) => of(known, 'unnest($5::text[]) AS keys (key)', 'ALL'));

const later = (one: string | undefined, other: string | undefined): string | null =>
  one === undefined || (other !== undefined && other > one) ? (other ?? null) : one;

const sourceFrom = (row: Row): Source => {
  const { value, checked, checked_by: checkedBy, state, state_at: stateAt } = row;
  const degraded = state?.status === 'degraded' ? state : undefined;
  const recovered = state?.status === 'well' ? stateAt?.toISOString() : undefined;
  return {
    sourceId: row.key,
    title: value.title,
    url: value.url,
    status: degraded === undefined ? 'well' : 'degraded',
    degradedSince: degraded === undefined ? null : (stateAt?.toISOString() ?? null),
    reason: degraded?.reason ?? null,
    lastSeen: later(checked?.to, recovered),
    lastChecked: checked === null || checkedBy === null ? null : { ...checked, eventId: checkedBy },
    recordedAt: row.recorded_at.toISOString(),
    eventId: row.event_id,
    position: formatEventPosition({ partition: row.partition, offset: Number(row.log_offset), index: row.event_index }),
    version: row.version,
  };
};

const LIST = 'sources';

/** Every source that was registered, by id. asOf.position is one of the partition of the sources. */
export const listSources = async (db: Queryable, asOf: AsOf, { limit, after }: PageRequest): Promise<Page<Source>> => {
  const [above = ''] = keyAfter(LIST, after, ['text']) ?? [];
  const { rows } = await db.query<Row>(list(SOURCES_SITUATION, asOf, above, LAST_KEY, limit + 1));
  return pageOf(rows, limit, sourceFrom, { list: LIST, keyOf: (row) => [row.key], asOf });
};

/** Those of `ids` that were registered. */
export const sourcesById = async (db: Queryable, asOf: AsOf, ids: readonly string[]): Promise<Source[]> => {
  if (ids.length === 0) return [];
  const { rows } = await db.query<Row>(some(SOURCES_SITUATION, asOf, ids));
  return rows.map(sourceFrom);
};
