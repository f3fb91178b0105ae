import type { AsOf } from '../as-of.js';
import type { Page, PageRequest } from '../page.js';
import type { Queryable } from '../postgres/queryable.js';
import type { GuidanceChange, GuidanceFilter } from './guidance-changes.answer.js';

export const guidanceChanges = async (
  _db: Queryable,
  _situation: string,
  _asOf: AsOf,
  _request: GuidanceFilter & PageRequest,
): Promise<Page<GuidanceChange>> => {
  throw new Error('to come');
};
