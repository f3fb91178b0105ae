import { type Assertion, byRecord } from './assertion.js';
import type { AssertionTable } from './assertion-table.js';
import type { Known } from './known.js';

// What is in force of one key, as the queries of each read model find it. Times in milliseconds.

/** The last word on a key, whenever it holds: of what is said of an incident. */
export const lastWord = (table: AssertionTable, key: string, known: Known): Assertion | undefined => lastKnown(table.rowsOf(key), known);

/** The same of the rows of a key. */
export const lastKnown = (rows: readonly Assertion[], known: Known): Assertion | undefined => rows.findLast(known);

/** The one of highest rank that has begun. */
export const begun = (table: AssertionTable, key: string, known: Known, validAt: number): Assertion | undefined =>
  table.rowsOf(key).findLast((row) => row.validFrom <= validAt && known(row));

/** The one recorded last, whenever it begins: of an incident's reports, and of a parameter. */
export const lastRecorded = (table: AssertionTable, key: string, known: Known): Assertion | undefined =>
  lastRecordedOf(table.rowsOf(key), known);

/** The same of the rows of a key. */
export const lastRecordedOf = (rows: readonly Assertion[], known: Known): Assertion | undefined => {
  let last: Assertion | undefined;
  for (const row of rows) if (known(row) && (last === undefined || byRecord(row, last) > 0)) last = row;
  return last;
};

export type InForceNotice = { readonly row: Assertion; readonly since: number };

/** Of a key of `travel_status`: a notice does not start before one of lower seq of its authority and day. */
export const notice = (table: AssertionTable, key: string, known: Known, validAt: number): InForceNotice | undefined => {
  const advisory = key.split('/', 2).join('/');
  const rows = table.rowsOf(key);
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at]!;
    if (row.validFrom > validAt || !known(row)) continue;
    let since = row.validFrom;
    for (const earlier of table.rowsOfDay(advisory, row.day)) {
      if (earlier.seq < row.seq && earlier.validFrom > since && known(earlier)) since = earlier.validFrom;
    }
    if (since <= validAt) return { row, since };
  }
  return undefined;
};

/** When the value's time was over, where it is: from then on it is unknown, never the older one. */
export const endedAt = ({ validTo }: Assertion, validAt: number): number | undefined =>
  validTo !== null && validTo <= validAt ? validTo : undefined;
