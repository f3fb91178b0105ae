import { inOrder } from '../postgres/as-of.js';

/**
 * That `row` is the last known report of its incident. There may be others: one was taken back, the incident reported again, and that taken
 * back too; or on the published clock one that was corrected overlaps with what took its place. A subquery that is true or false: of an
 * equation with one the planner thinks that next to no row fulfils it, and gives up the order of the index.
 */
export const isLast = (known: (row: string) => string, row: string) => `
  (
    SELECT (last.log_offset, last.event_index) = (${row}.log_offset, ${row}.event_index) FROM derived.incidents AS last
    WHERE last.situation = $1 AND last.key = ${row}.key AND ${known('last')}
    ORDER BY last.log_offset DESC, last.event_index DESC
    LIMIT 1
  )`;

/** `latest.kind`: the kind that the incident of `row` was last given, if ever. */
export const latestKind = (known: (row: string) => string) => `
  LEFT JOIN LATERAL (
    SELECT given.value ->> 'kind' AS kind FROM derived.incidents AS given
    WHERE given.situation = $1 AND given.key = row.key || '/kind' AND ${known('given')}
    ORDER BY ${inOrder('given', 'DESC')}
    LIMIT 1
  ) AS latest ON true`;
