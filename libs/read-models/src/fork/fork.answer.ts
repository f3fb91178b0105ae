import type { Band, ComponentId } from '../../../severity/src/index.js';
import type { Occurred, Published } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import type { FactModel } from '../replay/facts.js';
import type { Standing } from '../replay/frame.js';
import type { ReplayedEvent } from '../replay/moments.js';

type NamedEvent = Pick<ReplayedEvent, 'eventId' | 'stream' | 'type' | 'kind' | 'text'>;

/** An event that an edit names, or adds. Its moments are those of the fork's clock: when it comes in history, and when in the fork. */
export type EditedEvent = NamedEvent & {
  /** The edit, by list and index: `leaveOut.0`. */
  edit: string;
  does: 'left-out' | 'moved' | 'changed' | 'added';
  /** As the fork has them; as on record, where it is left out. */
  occurred: Occurred | null;
  publishedAt: Published | null;
  /** RFC 3339; null where there it does not come. */
  history: string | null;
  fork: string | null;
};

/** An event that nobody edited, and that the rules would not have taken in the fork: why. */
export type LostEvent = NamedEvent & { code: string; reason: string };

/** How both courses stood on a day, as known when it was over. With clock and position, `validAt` and `knownAt` ask for the history of the same. */
export type ForkDay = {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  /** RFC 3339: the last millisecond of the day, or the end of the period. */
  validAt: string;
  /** RFC 3339: the end of the day, or of the period; null on the clock occurred. */
  knownAt: string | null;
  history: Standing;
  fork: Standing;
  /** Whether a fact, the score or its band differs. */
  differs: boolean;
};

/** A fact that differs, from the first day to the last, both inclusive, on each of which it was said so here and so there. null: nothing is said. */
export type FactDifference = { model: FactModel; key: string; from: string; to: string; history: Json; fork: Json };

type Scored = { score: number; band: Band };
export type ScoreDifference = {
  day: string;
  history: Scored;
  fork: Scored;
  by: number;
  components: { id: ComponentId; history: number; fork: number }[];
};

export type ForkCourse = {
  edits: EditedEvent[];
  withoutEffect: LostEvent[];
  /** The first day at whose end the courses differ, and in what; null where none does. */
  firstDifference: { day: string; facts: FactDifference[]; severity: { history: Scored; fork: Scored } } | null;
  /** The day on which the scores lie farthest apart, the first of equals; components in points. null where no score differs. */
  largestDifference: ScoreDifference | null;
  differences: FactDifference[];
  days: ForkDay[];
};
