import type { AsOf } from '../as-of.js';
import type { Assertion, Withdrawal } from './assertion.js';

type Knowable = Pick<Assertion, 'recorded' | 'published' | 'offset'> & {
  readonly withdrawn?: Pick<Withdrawal, 'offset' | 'recorded' | 'published'>;
};

export type IsKnown<Row> = (row: Row) => boolean;
export type Known = IsKnown<Assertion>;

/** The condition that an assertion is known and not taken back: that of `postgres/as-of.ts`. */
export const knownBy = ({ clock, knownAt, position: { offset } }: AsOf): IsKnown<Knowable> => {
  if (knownAt === null) {
    return (row) => row.offset <= offset && (row.withdrawn === undefined || row.withdrawn.offset > offset);
  }
  const at = Date.parse(knownAt);
  return (row) =>
    row.offset <= offset && row[clock] <= at && (row.withdrawn === undefined || row.withdrawn.offset > offset || row.withdrawn[clock] > at);
};
