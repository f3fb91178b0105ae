import type { AsOf } from '../as-of.js';
import type { Page, PageRequest } from '../page.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Incident, IncidentFilter } from './incidents.answer.js';

export const incidents = async (
  _db: Queryable,
  _situation: string,
  _asOf: AsOf,
  _request: IncidentFilter & PageRequest,
): Promise<Page<Incident>> => {
  throw new Error('to come');
};
export const incident = async (_db: Queryable, _situation: string, _asOf: AsOf, _id: string): Promise<Incident | undefined> => {
  throw new Error('to come');
};
