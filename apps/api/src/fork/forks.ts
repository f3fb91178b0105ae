import { Inject, Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { formatPosition } from '../../../../libs/event-log/src/index.js';
import { EditRefused, Events, fork, type ForkCourse, type ForkPeriod } from '../../../../libs/read-models/src/index.js';
import { DISCLAIMER } from '../../../../libs/severity/src/index.js';
import { boundMs, DAY_MS, iso } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { READS } from '../infrastructure.module.js';
import { checkKnown } from '../queries/coordinates.js';
import type { Reads } from '../reads/reads.js';
import { Courses } from '../stream/courses.js';
import { REPLAY_MODEL, Replays } from '../stream/replays.js';
import { editsOf } from './edits-of.js';
import type { ForkBody } from './fork.dto.js';

/** What one answer compares: a year of days. */
export const MOST_DAYS = 366;
/** Under way or waiting for their turn. Each holds its events in memory. */
const MOST_FORKS = 8;

/** The answer: an exercise, and never to be taken for the record. */
export type ForkAnswer = {
  situation: string;
  exercise: true;
  clock: ForkPeriod['clock'];
  from: string;
  to: string;
  position: string;
  model: Record<string, number | string>;
} & ForkCourse & { disclaimer: string };

/** Tells what would have been. Records nothing, and reads no read model. */
@Injectable()
export class Forks {
  private underWay = 0;

  constructor(
    private readonly replays: Replays,
    private readonly courses: Courses,
    @Inject(READS) private readonly reads: Reads,
  ) {}

  /** Throws Problem, TooManyEvents. Gives up where nobody waits for it any more. */
  async answer(situation: string, body: ForkBody, wanted: () => boolean): Promise<ForkAnswer> {
    const period = periodOf(body);
    const edits = editsOf(situation, body);
    if (this.underWay >= MOST_FORKS) throw new Problem('too-many-forks', `${MOST_FORKS} are under way; try again later`);
    this.underWay += 1;
    try {
      const held = await this.replays.course(situation, body.position);
      try {
        if (period.clock !== 'occurred') checkKnown({ to: iso(period.to) }, Math.max(Date.now(), held.recordedAtMs));
        const { position, folded } = held.course;
        const { events, release } = await this.courses.lend(held.pool, situation, position);
        try {
          const course = await this.courses.workThrough(fork({ situation, position, events, fold: folded }, edits, period), wanted);
          if (course === undefined) throw new Problem('client-gone', 'nobody waits for the answer');
          const { clock, from, to } = period;
          const asked = { clock, from: iso(from), to: iso(to), position: formatPosition(position) };
          return { situation, exercise: true, ...asked, model: { ...REPLAY_MODEL, fork: 1 }, ...course, disclaimer: DISCLAIMER };
        } finally {
          release();
        }
      } finally {
        held.release();
      }
    } catch (error) {
      throw error instanceof EditRefused ? await this.problemOf(error, situation) : error;
    } finally {
      this.underWay -= 1;
    }
  }

  private async problemOf({ edit, field, code, message, standing, meant }: EditRefused, situation: string): Promise<Problem> {
    const at = field === '' ? edit : `${edit}.${field}`;
    if (meant !== undefined && (await this.reads.database.getRepository(Events).existsBy({ eventId: meant, situation: Not(situation) }))) {
      return Problem.at(at, 'event-of-another-situation', `is an event, but not of ${situation}`);
    }
    return new Problem(code, `${at}: ${message}`, [{ field: at, code, message }], standing);
  }
}

const periodOf = ({ clock = 'published', ...bounds }: ForkBody): ForkPeriod => {
  const [from, to] = [boundMs(bounds.from, 'start')!, boundMs(bounds.to, 'end')!];
  if (to < from) throw Problem.at('to', 'range-reversed', 'is before from');
  if (to - from > MOST_DAYS * DAY_MS) {
    throw Problem.at('to', 'period-too-long', `is more than ${MOST_DAYS} days from the beginning: ask for less at a time`);
  }
  return { clock, from, to };
};
