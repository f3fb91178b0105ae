import {
  boundMs,
  type Claim,
  DAY_MS,
  type DomainEvent,
  iso,
  instantMs,
  type Occurred,
  occurredRange,
  type Precision,
  type Published,
} from '../../../situations/src/index.js';
import type { Shift } from './edits.js';

/** A time is known too coarsely to be moved by so much. */
export class TooCoarse extends Error {
  override readonly name = 'TooCoarse';
}

const moved = (text: string, precision: Precision, by: number): string => {
  switch (precision) {
    case 'instant':
    case 'minute':
    case 'hour':
      return iso(instantMs(text)! + by);
    case 'day':
      if (by % DAY_MS !== 0) throw new TooCoarse(`${text} is known to the day: move it by whole days`);
      return iso(Date.parse(text) + by).slice(0, 10);
    case 'month':
    case 'year':
      if (by !== 0) throw new TooCoarse(`${text} is known to the ${precision} only: change it instead`);
      return text;
  }
};

/** The source's own wording was of another time. */
const occurredAt = ({ original: _, ...occurred }: Occurred, by: number): Occurred => ({
  ...occurred,
  from: moved(occurred.from, occurred.precision, by),
  ...(occurred.to === undefined ? {} : { to: moved(occurred.to, occurred.precision, by) }),
});
const publishedAt = ({ original: _, ...published }: Published, by: number): Published => ({
  ...published,
  at: moved(published.at, published.precision, by),
  ...(published.notAfter === undefined ? {} : { notAfter: moved(published.notAfter, 'instant', by) }),
});

type Timed = {
  readonly occurred?: Occurred;
  readonly publishedAt?: Published;
  readonly observedAt?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly claims?: readonly Claim[];
};

const bound = (text: string, by: number): string => moved(text, instantMs(text) === undefined ? 'day' : 'instant', by);

/** Everything that has a time of its own, by as much. */
const timesMoved = <Said extends Timed>(said: Said, by: number): Said => ({
  ...said,
  ...(said.occurred && { occurred: occurredAt(said.occurred, by) }),
  ...(said.publishedAt && { publishedAt: publishedAt(said.publishedAt, by) }),
  ...(said.observedAt !== undefined && { observedAt: moved(said.observedAt, 'instant', by) }),
  ...(said.validFrom !== undefined && { validFrom: bound(said.validFrom, by) }),
  ...(said.validTo !== undefined && { validTo: bound(said.validTo, by) }),
  ...(said.claims && { claims: said.claims.map((claim) => timesMoved(claim, by)) }),
});

const timedPartOf = (event: DomainEvent): Timed => {
  if (event.type === 'FactCorrected') return timedPartOf(event.replacement);
  return event.type === 'ClaimAdded' || event.type === 'ClaimRevised' ? event.claim : (event as Timed);
};

/** The event with all its times moved; undefined where it states none. Throws {@link TooCoarse}. */
export const shifted = (event: DomainEvent, shift: Shift): DomainEvent | undefined => {
  const times = timedPartOf(event);
  const start = startOf(times);
  if (start === undefined) return undefined;
  const by = 'by' in shift ? shift.by : boundMs(shift.to, 'start', (times.occurred ?? times.publishedAt)?.zone)! - start;
  return shiftedBy(event, by);
};

const startOf = ({ occurred, publishedAt: published, observedAt }: Timed): number | undefined => {
  if (occurred !== undefined) return occurredRange(occurred).start;
  if (published !== undefined) return occurredRange({ ...published, from: published.at }).start;
  return observedAt === undefined ? undefined : instantMs(observedAt);
};

const shiftedBy = <Event extends DomainEvent>(event: Event, by: number): Event => {
  if (event.type === 'FactCorrected') return { ...event, replacement: shiftedBy(event.replacement, by) };
  if (event.type === 'ClaimAdded' || event.type === 'ClaimRevised') return { ...event, claim: timesMoved(event.claim, by) };
  return timesMoved(event as Event & Timed, by);
};
