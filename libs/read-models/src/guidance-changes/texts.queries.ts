import type { Queryable } from '../postgres/queryable.js';
import type { StoredText } from './guidance-changes.projection.js';
import type { Sections } from './sections.js';

type Row = { log_offset: string; event_index: number; sections: Sections | null };

/** A correction holds the notice that replaces another. */
const TEXTS = `
  SELECT event.log_offset, event.event_index,
    coalesce(event.data #> '{replacement,content,sections}', event.data #> '{content,sections}') AS sections
  FROM unnest($2::bigint[], $3::int[]) AS wanted (log_offset, event_index)
  JOIN derived.events AS event ON event.partition = $1 AND event.log_offset = wanted.log_offset AND event.event_index = wanted.event_index`;

const nameOf = (offset: number | string, index: number): string => `${offset}.${index}`;

/** Texts of notices by where they stand. One that cannot be read any more has no sections. */
export type Texts = { of: (text: StoredText) => Sections };

/** The texts themselves, from the events: each may have 256 KiB, so ask for few at a time. */
export const textsOf = async (db: Queryable, partition: number, stored: readonly StoredText[]): Promise<Texts> => {
  const wanted = [...new Map(stored.map(({ at }) => [nameOf(at.offset, at.index), at])).values()];
  const { rows } =
    wanted.length === 0
      ? { rows: [] }
      : await db.query<Row>({
          name: 'texts-of-notices',
          text: TEXTS,
          values: [partition, wanted.map(({ offset }) => offset), wanted.map(({ index }) => index)],
        });
  const found = new Map(rows.map(({ log_offset, event_index, sections }) => [nameOf(log_offset, event_index), sections ?? {}]));
  return { of: ({ at }) => found.get(nameOf(at.offset, at.index)) ?? {} };
};
