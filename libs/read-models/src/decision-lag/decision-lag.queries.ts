import type { AsOf } from '../as-of.js';
import type { GuidanceChange } from '../guidance-changes/guidance-changes.answer.js';
import { guidanceChanges } from '../guidance-changes/guidance-changes.queries.js';
import type { Queryable } from '../postgres/queryable.js';
import type { DecisionLag, LagFilter } from './decision-lag.answer.js';
import { decisionLagOf } from './decision-lag.js';
import { triggersOf } from './triggers.queries.js';

/** What one answer may cost: each trigger is told with each advisory. */
const MOST_TRIGGERS = 500;
const MOST_REACTIONS = 20_000;

/** The answer would tell too much at a time. */
export class TooManyTriggers extends Error {
  override readonly name = 'TooManyTriggers';
  constructor() {
    super(
      `there are more than ${MOST_TRIGGERS} triggers or ${MOST_REACTIONS} reactions: ask for a shorter period, one kind or one authority`,
    );
  }
}

/** Before anything that is recorded. */
const BEGINNING = '0001-01-01T00:00:00.000Z';
const PAGE = 500;

const allChanges = async (db: Queryable, situation: string, asOf: AsOf, filter: { authority?: string }): Promise<GuidanceChange[]> => {
  const found: GuidanceChange[] = [];
  let after: string | undefined;
  do {
    const page = await guidanceChanges(db, situation, asOf, { ...filter, limit: PAGE, ...(after !== undefined && { after }) });
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
};

/**
 * The lag of guidance behind what happened, by what was known. The period is that of all that is known up to validAt where it has no
 * bounds of its own. Throws {@link TooManyTriggers}.
 */
export const decisionLag = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { authority, kind, from, ...filter }: LagFilter,
): Promise<DecisionLag> => {
  const to = filter.to ?? new Date(asOf.validAt).toISOString();
  const period = { from: from ?? BEGINNING, to, ...(kind === undefined ? {} : { kind }), limit: MOST_TRIGGERS };
  const triggers = await triggersOf(db, situation, asOf, period);
  if (triggers.length > MOST_TRIGGERS) throw new TooManyTriggers();
  const notices = await allChanges(db, situation, asOf, authority === undefined ? {} : { authority });
  const advisories = new Set(notices.map((notice) => `${notice.authority}/${notice.destination}`)).size;
  if (triggers.length * advisories > MOST_REACTIONS) throw new TooManyTriggers();
  const starts = [...triggers.map((trigger) => trigger.from), ...notices.map(({ validFrom }) => validFrom), to];
  return decisionLagOf(triggers, notices, { from: from ?? starts.reduce((first, at) => (at < first ? at : first)), to });
};
