import type { AsOf } from '../as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { TravelStatus } from './travel-status.answer.js';

export const travelStatus = async (
  _db: Queryable,
  _situation: string,
  _asOf: AsOf,
  _filter: { authority?: string },
): Promise<TravelStatus> => {
  throw new Error('to come');
};
