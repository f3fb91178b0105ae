import type { SeverityDelta } from '../../../severity/src/index.js';
import type { Json } from '../projection.js';
import type { Axis } from './diff.answer.js';

type End = SeverityDelta['from'];

/** What a score tells of itself in a comparison. */
const told = ({ score, band, coverage }: End): Json => ({ score, band, coverage });

/** The report that moved the score most, of those that came, went or were revised; undefined where reports only aged or were superseded. */
export type Mover = { readonly eventId: string; /** Key of the report in the read model. */ readonly key: string; readonly gone: boolean };

const moverOf = ({ added, revised, retracted }: SeverityDelta): Mover | undefined => {
  const moved = [
    ...[...added, ...revised].map((item) => ({ ...item, gone: false })),
    ...retracted.map((item) => ({ ...item, gone: true })),
  ];
  const [most] = moved.sort((one, other) => Math.abs(other.change) - Math.abs(one.change) || (one.eventId < other.eventId ? -1 : 1));
  return most === undefined ? undefined : { eventId: most.eventId, key: most.fact.split('#')[0] ?? most.fact, gone: most.gone };
};

export type SeverityDifference = { readonly axis: Axis; readonly before: Json; readonly after: Json; readonly mover: Mover | undefined };

/** Undefined where score, band and coverage are the same. */
export const severityDifference = (axis: Axis, delta: SeverityDelta): SeverityDifference | undefined => {
  const { from, to } = delta;
  if (from.score === to.score && from.band === to.band && from.coverage === to.coverage) return undefined;
  return { axis, before: told(from), after: told(to), mover: moverOf(delta) };
};
