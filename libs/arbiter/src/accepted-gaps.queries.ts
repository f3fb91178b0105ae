import type { Queryable } from '../../read-models/src/index.js';

/** Offsets of a partition, from `first` to `last`, that are gone from the log, were never judged, and that somebody let the record go on without. */
export type AcceptedGap = {
  readonly partition: number;
  readonly first: number;
  readonly last: number;
  readonly actor: string;
  readonly reason: string;
  readonly acceptedAt: string;
  /** When the arbiter went past it; null where it has not yet. */
  readonly passedAt: string | null;
};

/** Those of the log that the record was built from, by partition and offset. */
export const acceptedGaps = async (db: Queryable): Promise<AcceptedGap[]> => {
  const { rows } = await db.query<Omit<AcceptedGap, 'acceptedAt' | 'passedAt'> & { accepted_at: Date; passed_at: Date | null }>({
    text: `
      SELECT partition, first_offset::float8 AS first, last_offset::float8 AS last, actor, reason, accepted_at, passed_at
      FROM control.accepted_gaps WHERE log_id IN (SELECT log_id FROM derived.cursors) ORDER BY partition, first_offset`,
  });
  return rows.map(({ accepted_at, passed_at, ...gap }) => ({
    ...gap,
    acceptedAt: accepted_at.toISOString(),
    passedAt: passed_at?.toISOString() ?? null,
  }));
};

export type NewGap = { log: string; partition: number; first: number; last: number; actor: string; reason: string };

/** Answers whether it is new: false where the very same was accepted before, and then nothing of that is changed. */
export const acceptGap = async (db: Queryable, { log, partition, first, last, actor, reason }: NewGap): Promise<boolean> => {
  const { rows } = await db.query<{ id: string }>({
    text: `
      INSERT INTO control.accepted_gaps (log_id, partition, first_offset, last_offset, actor, reason) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (log_id, partition, first_offset) DO UPDATE
      SET last_offset = excluded.last_offset, actor = excluded.actor, reason = excluded.reason, accepted_at = now()
      WHERE accepted_gaps.last_offset <> excluded.last_offset AND accepted_gaps.passed_at IS NULL RETURNING id`,
    values: [log, partition, first, last, actor, reason],
  });
  return rows.length > 0;
};

/** Answers whether exactly these offsets were accepted, and stamps that they are passed, in the transaction of `client`. */
export const passAcceptedGap = async (
  client: Queryable,
  { log, partition, first, last }: Pick<NewGap, 'log' | 'partition' | 'first' | 'last'>,
): Promise<boolean> => {
  const { rows } = await client.query<{ id: string }>({
    text: `
      UPDATE control.accepted_gaps SET passed_at = now()
      WHERE log_id = $1 AND partition = $2 AND first_offset = $3 AND last_offset = $4 RETURNING id`,
    values: [log, partition, first, last],
  });
  return rows.length > 0;
};
