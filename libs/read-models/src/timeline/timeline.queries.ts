import type { AsOf } from '../as-of.js';
import type { Page, PageRequest } from '../page.js';
import type { Queryable } from '../postgres/queryable.js';
import type { TimelineEntry, TimelineFilter } from './timeline.answer.js';

export const timelineEntries = async (
  _db: Queryable,
  _situation: string,
  _asOf: AsOf,
  _request: TimelineFilter & PageRequest,
): Promise<Page<TimelineEntry>> => {
  throw new Error('to come');
};
