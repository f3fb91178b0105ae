import type { AsOf } from '../as-of.js';
import type { Assertion } from './assertion.js';

export type Known = (row: Assertion) => boolean;

/** The condition that an assertion is known and not taken back: that of `postgres/as-of.ts`. */
export const knownBy = ({ clock, knownAt, position: { offset } }: AsOf): Known => {
  if (knownAt === null) {
    return (row) => row.offset <= offset && (row.withdrawn === undefined || row.withdrawn.offset > offset);
  }
  const at = Date.parse(knownAt);
  return (row) =>
    row.offset <= offset && row[clock] <= at && (row.withdrawn === undefined || row.withdrawn.offset > offset || row.withdrawn[clock] > at);
};
