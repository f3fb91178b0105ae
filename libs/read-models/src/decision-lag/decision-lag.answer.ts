import type { IncidentKind, ObservationKind } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import type { FacetName } from '../travel-status/travel-status.answer.js';

/** What guidance may answer to: an incident, or a report on a thing that has a state. */
export type Trigger = {
  trigger: 'incident' | 'observation';
  kind: IncidentKind | ObservationKind;
  /** Of the incident, or of the observation. */
  id: string;
  eventId: string;
  /** What was observed; null of an incident. */
  subject: string | null;
  /** RFC 3339. From its start up to its end, which lies later where it is known to the day, month or year only. */
  from: string;
  to: string;
  publicFrom: string;
};

/** A material change of guidance, as far as the lag goes. */
export type Move = { authority: string; destination: string; eventId: string; noticeId: string; validFrom: string; publicFrom: string };

/** The authority's next material change after a trigger; null where there is none yet. */
export type Reaction = {
  authority: string;
  destination: string;
  change: Pick<Move, 'eventId' | 'noticeId' | 'validFrom' | 'publicFrom'> | null;
  /** Null where there is no change, and never 0: a change at the very start of the trigger is in `sameStart`. */
  sinceStartSeconds: number | null;
  /** Negative where the change was public before the trigger was. */
  sincePublicSeconds: number | null;
  /** Whether the change came after all of the trigger; false where the trigger is known too coarsely to tell. */
  orderCertain: boolean | null;
  /** Changes that began when the trigger began: which was first is not known. */
  sameStart: string[];
};

export type TriggerLag = Trigger & {
  reactions: Reaction[];
  /** Authorities with the shortest, and with the longest, delay since its start; more than one where they share it. */
  firstMovers: string[];
  lastMovers: string[];
  /** Authorities without a later change. */
  noneYet: string[];
};

/** A value and how long it was in force; null where nothing was stated. */
export type TimeInForce = { value: Json; seconds: number };

/** A facet that took again a value that it had had before another. */
export type Reversal = {
  facet: FacetName;
  eventId: string;
  at: string;
  from: Json;
  to: Json;
  /** Since when it had another value. */
  leftAt: string;
  seconds: number;
};

export type LagByKind = {
  trigger: Trigger['trigger'];
  kind: Trigger['kind'];
  triggers: number;
  /** Those after which the authority changed its guidance. */
  answered: number;
  /** Since the start of the trigger; of two in the middle the lower. Null where none was answered. */
  shortestSeconds: number | null;
  medianSeconds: number | null;
  longestSeconds: number | null;
};

export type AuthorityLag = {
  authority: string;
  destination: string;
  /** Material ones within the period. */
  changes: number;
  timeInForce: { level: TimeInForce[]; departure: TimeInForce[] };
  reversals: Reversal[];
  byKind: LagByKind[];
};

export type DecisionLag = {
  from: string;
  to: string;
  definitions: Readonly<Record<string, string>>;
  triggers: TriggerLag[];
  authorities: AuthorityLag[];
};

/** `from` and `to` (exclusive): RFC 3339, UTC, milliseconds; of the triggers' starts, and of the time in force. */
export type LagFilter = { authority?: string; kind?: Trigger['kind']; from?: string; to?: string };
