import { type Decider, Rejected } from '../../../decider/src/index.js';
import { type Chain, findLast } from '../chain.js';
import { same } from '../equality.js';
import { checkDestination, checkFact, checkId, checkValidity } from '../fact-rules.js';
import type { SituationEvent } from '../situation/situation.events.js';
import { mustBeKnown, mustBeOpen, type Standing, standingAfter } from '../situation/standing.js';
import { dayOf } from '../times.js';
import type { AdvisoryCommand } from './advisory.commands.js';
import type { AdvisoryEvent, Notice } from './advisory.events.js';

/** Folded over the streams `situation` and `advisory/<authority>/<destination>`, which may be read in either order. */
export type Advisory = { readonly situation: Standing; readonly notices: Chain<AdvisoryEvent> };

const evolve = (advisory: Advisory, event: SituationEvent | AdvisoryEvent): Advisory => {
  switch (event.type) {
    case 'SituationOpened':
    case 'SituationParametersSet':
    case 'SituationClosed':
    case 'SituationReopened':
      return { ...advisory, situation: standingAfter(advisory.situation, event) };
    case 'AdvisoryObserved':
    case 'AdvisoryChanged':
      return { ...advisory, notices: { last: event, before: advisory.notices } };
  }
};

const decide = (command: AdvisoryCommand, { situation, notices }: Advisory): readonly AdvisoryEvent[] => {
  mustBeKnown(situation);
  switch (command.type) {
    case 'RecordNotice': {
      const { change, notice } = command;
      const { noticeId } = notice;
      const event: AdvisoryEvent = { ...notice, type: change ? 'AdvisoryChanged' : 'AdvisoryObserved' };
      const recorded = findLast(notices, (known) => known.noticeId === noticeId);
      if (recorded !== undefined) {
        if (same(said(event), said(recorded))) return [];
        throw new Rejected('notice-differs', `notice ${noticeId} is on record with other content: correct it instead`, 'notice.noticeId');
      }
      mustBeOpen(situation);
      checkNotice(notice);
      checkSeqFree(notice, notices);
      return [event];
    }
  }
};

/** A notice without what does not tell it from another of the same id: the texts, for which their hash stands, and when we saw it. */
const said = (event: AdvisoryEvent) => {
  const { content, observedAt: _seen, ...rest } = event;
  return { ...rest, contentHash: content?.hash };
};

/** Read models keep it as an integer of 32 bits. */
const MOST_SEQ = 2_147_483_647;

const checkNotice = (notice: Notice): void => {
  checkId(notice.noticeId, 'notice.noticeId');
  checkId(notice.authority, 'notice.authority');
  checkDestination(notice.destination, 'notice.destination');
  if (!(Number.isInteger(notice.seq) && notice.seq > 0 && notice.seq <= MOST_SEQ)) {
    throw new Rejected('seq-range', `${notice.seq} is no place in the order of a day, which counts from 1 to ${MOST_SEQ}`, 'notice.seq');
  }
  checkFact(notice, 'notice');
  checkValidity(notice, 'notice');
  const { content, facets, note, summary } = notice;
  const words = [note, summary].some((text) => (text ?? '').trim() !== '');
  if (!words && content === undefined && Object.values(facets).every((facet) => facet === undefined)) {
    throw new Rejected('notice-empty', 'a notice states a facet, or has a note, a summary or content', 'notice.facets');
  }
};

const days = new WeakMap<AdvisoryEvent, string>();
/** The day of a notice on record: it is asked for again with each that comes, of hundreds. */
const dayOfKnown = (known: AdvisoryEvent): string => {
  const seen = days.get(known);
  if (seen !== undefined) return seen;
  const day = dayOf(known.occurred);
  days.set(known, day);
  return day;
};

/** Two notices of one place in a day would have no order. */
const checkSeqFree = ({ occurred, seq }: Notice, notices: Chain<AdvisoryEvent>): void => {
  const day = dayOf(occurred);
  const other = findLast(notices, (known) => known.seq === seq && dayOfKnown(known) === day);
  if (other !== undefined) {
    throw new Rejected('seq-taken', `notice ${other.noticeId} of ${day} has seq ${seq}: take the next one`, 'notice.seq');
  }
};

export const advisory: Decider<AdvisoryCommand, SituationEvent | AdvisoryEvent, Advisory> = {
  initialState: { situation: 'unknown', notices: undefined },
  decide,
  evolve,
};
