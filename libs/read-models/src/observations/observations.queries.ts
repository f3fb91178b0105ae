import type { AsOf } from '../as-of.js';
import type { Page, PageRequest } from '../page.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Observation, ObservationFilter } from './observations.answer.js';

export const observations = async (
  _db: Queryable,
  _situation: string,
  _asOf: AsOf,
  _request: ObservationFilter & PageRequest,
): Promise<Page<Observation>> => {
  throw new Error('to come');
};
