import type { GuidanceChange, SituationAnswer, TimelineEntry, TravelStatus } from '../../../../libs/read-models/src/index.js';
import type { Severity, SeverityPoint } from '../../../../libs/severity/src/index.js';
import { type AsOfOptions, asOfQuery } from '../as-of.options.js';
import type { Answer } from '../http/answer.js';
import { type ApiClient, pathOf } from '../http/api-client.js';
import { readPages } from '../http/pages.js';
import { type SeverityHistory, peakOf } from '../severity/history.view.js';
import { dayOf, daysAfter } from '../terminal/dates.js';

/** What the screen of a duty officer needs, all of one moment and position. */
export type Overview = {
  situation: Answer<SituationAnswer>;
  status: Answer<TravelStatus>;
  severity: Answer<Severity>;
  /** The worst day of the year that ends with the last report; undefined without reports. */
  peak: SeverityPoint | undefined;
  changes: readonly GuidanceChange[];
  events: { count: number; isAll: boolean; lastReport: string | undefined };
};

/** A screen need not page through more than this; beyond it counts are told as “at least”. */
const MOST = 10_000;
const YEAR_DAYS = 365;

/** What happened in the world, and not to the record. */
const isReport = ({ occurred }: TimelineEntry): boolean => occurred !== null;

const lastReportOf = (entries: readonly TimelineEntry[]): string | undefined => entries.findLast(isReport)?.validFrom;

const peakBefore = async (api: ApiClient, path: string, query: Record<string, string | undefined>, lastReport: string | undefined) => {
  if (lastReport === undefined) return undefined;
  const to = `${dayOf(lastReport)}T00:00:00Z`;
  const { points } = await api.get<SeverityHistory>(path, { ...query, from: daysAfter(to, -YEAR_DAYS), to, step: 'day' });
  return peakOf(points);
};

/** Asks everything at the moment and position of the first answer, so that no part is newer than another. */
export const readOverview = async (api: ApiClient, id: string, options: AsOfOptions): Promise<Overview> => {
  const situation = await api.get<Answer<SituationAnswer>>(pathOf(id), asOfQuery(options));
  const query = { ...asOfQuery(options), validAt: situation.validAt, position: situation.position ?? undefined };
  const [status, severity, changes, timeline] = await Promise.all([
    api.get<Answer<TravelStatus>>(pathOf(id, 'status'), query),
    api.get<Answer<Severity>>(pathOf(id, 'severity'), query),
    readPages<GuidanceChange>(api, pathOf(id, 'guidance-changes'), query, MOST),
    readPages<TimelineEntry>(api, pathOf(id, 'timeline'), query, MOST),
  ]);
  const lastReport = lastReportOf(timeline.items);
  const peak = await peakBefore(api, pathOf(id, 'severity', 'history'), query, lastReport);
  const events = { count: timeline.items.length, isAll: timeline.next === null, lastReport };
  return { situation, status, severity, peak, changes: changes.items, events };
};
