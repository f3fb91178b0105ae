import { type Decider, Rejected } from '../../../decider/src/index.js';
import { same } from '../equality.js';
import { checkId, checkSpan, checkText, checkTime } from '../fact-rules.js';
import { instantMs } from '../times.js';
import type { SourceCommand } from './source.commands.js';
import type { SourceChecked, SourceEvent, SourceRegistered } from './source.events.js';

/** Folded over the stream `source/<id>` of the situation `_sources`. */
export type SourceState =
  | { readonly status: 'unknown' }
  | { readonly status: 'well' | 'degraded'; readonly registered: SourceRegistered; readonly checked: SourceChecked | undefined };

const evolve = (source: SourceState, event: SourceEvent): SourceState => {
  if (event.type === 'SourceRegistered') return { status: 'well', registered: event, checked: undefined };
  if (source.status === 'unknown') return source;
  switch (event.type) {
    case 'SourceChecked':
      return { ...source, checked: event };
    case 'SourceDegraded':
      return { ...source, status: 'degraded' };
    case 'SourceRecovered':
      return { ...source, status: 'well' };
  }
};

const decide = (command: SourceCommand, source: SourceState): readonly SourceEvent[] => {
  if (command.type === 'RegisterSource') return register({ ...command, type: 'SourceRegistered' }, source);
  if (source.status === 'unknown') {
    throw new Rejected('source-not-found', `there is no source ${command.sourceId}: register it first`, 'sourceId');
  }
  switch (command.type) {
    case 'CheckSource':
      return check({ ...command, type: 'SourceChecked' }, source.checked);
    case 'DegradeSource':
      if (source.status === 'degraded') return [];
      checkTime(command.at, 'instant', 'at');
      checkText(command.reason, 'reason');
      return [{ ...command, type: 'SourceDegraded' }];
    case 'RecoverSource':
      if (source.status === 'well') return [];
      checkTime(command.at, 'instant', 'at');
      return [{ ...command, type: 'SourceRecovered' }];
  }
};

const register = (registered: SourceRegistered, source: SourceState): readonly SourceEvent[] => {
  if (source.status !== 'unknown') {
    if (same(registered, source.registered)) return [];
    throw new Rejected('source-differs', `source ${registered.sourceId} is registered with another title or address`, 'sourceId');
  }
  checkId(registered.sourceId, 'sourceId');
  checkText(registered.title, 'title');
  return [registered];
};

/** A payload that stays the same is recorded at most hourly: a poller every minute must not drown the log. */
const UNCHANGED_EVERY_MS = 3_600_000;

/**
 * Nothing for the same payload less than an hour after the last recorded check ended: the check that is recorded next reaches back (`from`)
 * to that end. Checks are recorded in the order in which they ended.
 */
const check = (checked: SourceChecked, last: SourceChecked | undefined): readonly SourceEvent[] => {
  checkSpan(checked.from, checked.to);
  checkText(checked.payloadHash, 'payloadHash');
  if (last === undefined) return [checked];
  const later = (instantMs(checked.to) ?? 0) - (instantMs(last.to) ?? 0);
  if (later < 0) throw new Rejected('check-out-of-order', `a check that ended at ${last.to} is already on record`, 'to');
  return checked.payloadHash === last.payloadHash && later < UNCHANGED_EVERY_MS ? [] : [checked];
};

export const source: Decider<SourceCommand, SourceEvent, SourceState> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};
