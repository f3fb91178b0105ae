import type { Json } from '../projection.js';
import { type Assertion, byPublication, byRecord, type Withdrawal } from '../replay/assertion.js';
import type { IsKnown } from '../replay/known.js';
import type { KnownRow } from './inputs.js';

/** A row of `blockade_severity`, as much of it as decides what counts at a moment. Added, or stamped once. */
export type Told = Omit<Assertion, 'validFrom' | 'validTo' | 'day' | 'assertedBy' | 'withdrawn'> & {
  withdrawn?: Pick<Withdrawal, 'offset' | 'recorded' | 'published'>;
};

const INCIDENT = 'incident/';
const OBSERVATION = 'observation/';
const PARAMETER = 'parameters/';

/** What is said of an incident after its report is under a key with a further part, and ranks by the version of its stream. */
const outranks = (row: Told, other: Told): boolean => {
  const isReport = !row.key.includes('/', INCIDENT.length);
  return (isReport ? byRecord(row, other) : row.seq - other.seq || byPublication(row, other)) > 0;
};

const beginsBy = (value: Json, validAt: number): boolean => (value as { start: number }).start <= validAt;

/**
 * Of each incident the report that was recorded last, and of what is said of it later the last word on each, whenever it begins; all
 * observations that have begun. `rows` are in order of publication, and so is the answer.
 */
export const standing = (rows: readonly Told[], known: IsKnown<Told>, validAt: number): KnownRow[] => {
  const last = new Map<string, Told>();
  for (const row of rows) {
    if (!row.key.startsWith(INCIDENT) || !known(row)) continue;
    const other = last.get(row.key);
    if (other === undefined || outranks(row, other)) last.set(row.key, row);
  }
  const found: KnownRow[] = [];
  for (const row of rows) {
    const counts = row.key.startsWith(OBSERVATION) ? beginsBy(row.value, validAt) && known(row) : last.get(row.key) === row;
    if (counts) found.push({ key: row.key, value: row.value, eventId: row.eventId, rank: found.length + 1 });
  }
  return found;
};

/** Each parameter from the latest event that named it. They are method, not fact, and hold whatever validAt is. */
export const parametersIn = (rows: readonly Told[], known: IsKnown<Told>): Readonly<Record<string, Json>> => {
  const last = new Map<string, Told>();
  for (const row of rows) {
    if (!row.key.startsWith(PARAMETER) || !known(row)) continue;
    const other = last.get(row.key);
    if (other === undefined || byRecord(row, other) > 0) last.set(row.key, row);
  }
  return Object.fromEntries([...last].map(([key, { value }]) => [key.slice(PARAMETER.length), value]));
};
