import type { Severity, SeverityPoint } from '../../../severity/src/index.js';
import type { AsOf } from '../as-of.js';
import type { Queryable } from '../postgres/queryable.js';

export const severityNow = async (_db: Queryable, _situation: string, _asOf: AsOf): Promise<Severity> => {
  throw new Error('to come');
};
/** Points at `from` and every `step` after it up to and with `to` (RFC 3339 instants). */
export const severityHistory = async (
  _db: Queryable,
  _situation: string,
  _asOf: AsOf,
  _range: { from: string; to: string; step: 'day' | 'hour' },
): Promise<{ points: SeverityPoint[] }> => {
  throw new Error('to come');
};
