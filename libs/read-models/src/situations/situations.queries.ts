import type { CommitPosition } from '../../../event-log/src/index.js';
import type { AsOf } from '../as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { SituationAnswer, SituationSummary } from './situations.answer.js';

export const listSituations = async (_db: Queryable, _positions?: readonly CommitPosition[]): Promise<SituationSummary[]> => {
  throw new Error('to come');
};
export const situation = async (_db: Queryable, _id: string, _asOf: AsOf): Promise<SituationAnswer | undefined> => {
  throw new Error('to come');
};
