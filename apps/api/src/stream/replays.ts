import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type CommitPosition, formatPosition, parsePosition } from '../../../../libs/event-log/src/index.js';
import {
  compareStops,
  FACT_MODELS,
  MODELS,
  type ReplayClock,
  type ReplayStep,
  STEPS,
  type Stop,
} from '../../../../libs/read-models/src/index.js';
import { DISCLAIMER } from '../../../../libs/severity/src/index.js';
import { boundMs, iso } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { READS } from '../infrastructure.module.js';
import { AsOfReader, notFound } from '../queries/as-of.reader.js';
import { checkKnown, checkPosition } from '../queries/coordinates.js';
import type { Reads } from '../reads/reads.js';
import { Courses, type HeldCourse } from './courses.js';
import { Gate } from './gate.js';
import { Pace } from './pace.js';
import { parseFrameId, type ReplayQuery, speedOf } from './replay.dto.js';
import { sseEvent, type SseResponse } from './sse-response.js';

export const REPLAY_MODEL = { ...Object.fromEntries(FACT_MODELS.map((name) => [name, MODELS[name]])), replay: 1, formula: 'bsi-1' };

/** What one replay by intervals may tell: eleven years of hours. */
const MOST_STOPS = 100_000;
/** Each asks the database a few times, on connections that commands need too. */
const OPENED_AT_ONCE = 4;
type Place = { readonly moment: number; readonly offset: number };

/** `pool`: what it was read from. */
type AskedCourse = HeldCourse & { recordedAtMs: number; asked: CommitPosition; pool: Pool };

/** A replay that is about to begin. */
export type Replay = {
  readonly situation: string;
  readonly held: HeldCourse;
  readonly clock: ReplayClock;
  readonly step: ReplayStep;
  readonly speed: number;
  readonly from: number;
  readonly to: number;
  readonly stops: readonly Stop[];
  /** The first of `stops` to be told, and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly resumed: boolean;
};

@Injectable()
export class Replays {
  private readonly gate = new Gate(OPENED_AT_ONCE);
  private readonly pace = new Pace();

  constructor(
    @Inject(READS) private readonly reads: Reads,
    private readonly reader: AsOfReader,
    private readonly courses: Courses,
  ) {}

  /** The course that `position` names, or the newest. Throws Problem, TooManyEvents. To be released. */
  course(situation: string, position: string | undefined): Promise<AskedCourse> {
    return this.gate.through(() => this.found(situation, position));
  }

  private async found(situation: string, position: string | undefined): Promise<AskedCourse> {
    const { pool } = this.reads;
    const named = position === undefined ? undefined : commitOf('position', position);
    const reach = await this.reader.reach(pool, situation, FACT_MODELS, named && [named]);
    if (reach?.openedAt === undefined) throw notFound(situation);
    const asked = named ?? reach.reached;
    checkPosition(asked, reach.reached);
    if (asked.offset < reach.openedAt) throw notFound(situation);
    return { ...(await this.courses.take(pool, situation, asked)), recordedAtMs: reach.recordedAtMs, asked, pool };
  }

  /** Settles what is to be told. Throws Problem; the course is held until `release`. */
  async open(situation: string, query: ReplayQuery, lastEventId: string | undefined): Promise<Replay> {
    const resumed = lastEventId === undefined ? undefined : parseFrameId(lastEventId);
    if (lastEventId !== undefined && resumed === undefined) {
      throw Problem.at('Last-Event-ID', 'last-event-id-malformed', 'is not the id of a frame of a replay');
    }
    if (resumed !== undefined && query.position !== undefined && query.position !== resumed.position) {
      throw Problem.at('Last-Event-ID', 'cursor-of-another-question', 'is of a replay up to another position');
    }
    checkOrder(query);
    const held = await this.course(situation, query.position ?? resumed?.position);
    try {
      return { ...settled(query, held, resumed), situation, held, resumed: resumed !== undefined };
    } catch (error) {
      held.release();
      throw error;
    }
  }

  /** Tells the replay, as fast as it is asked for and taken. */
  async run(replay: Replay, out: SseResponse): Promise<void> {
    const { held, clock, step, stops, first, end, speed } = replay;
    const began = performance.now();
    const place = replay.resumed && first > 0 ? stops[first - 1]! : { moment: replay.from, offset: -1 };
    if (!replay.resumed && !(await out.write(await this.opening(replay)))) return;
    for (let index = first; index < end; index++) {
      const stop = stops[index]!;
      const due = began + (stop.moment - place.moment) / speed - performance.now();
      if (due > 0 ? !(await out.wait(due)) : (await this.pace.turn(), out.closed)) return;
      const frame = await this.courses.frame(held, { clock, step, stop, before: before(replay, index) });
      if (!(await out.write(frame))) return;
    }
    const last = stops[end - 1];
    const frames = end - first;
    await out.write(sseEvent('end', { frames, ...(last === undefined ? {} : { moment: iso(last.moment) }), disclaimer: DISCLAIMER }));
  }

  /** How things stood a millisecond before the first moment: what the frames go on from. */
  private opening({ situation, held, clock, step, speed, from, to, first, end }: Replay): Buffer | Promise<Buffer> {
    const { course } = held;
    const asked = {
      clock,
      step,
      speed: speed === Infinity ? 'max' : speed,
      from: iso(from),
      to: iso(to),
      position: formatPosition(course.position),
      model: REPLAY_MODEL,
      frames: end - first,
    };
    return this.courses.once(`${situation} opening ${JSON.stringify(asked)}`, function* () {
      const before = course.standing(clock, iso(from - 1));
      yield;
      return sseEvent('opening', { situation, exercise: true, ...asked, before, disclaimer: DISCLAIMER });
    });
  }
}

const before = ({ stops, step, from }: Replay, index: number): Stop | undefined => {
  if (index > 0) return stops[index - 1];
  return step === 'event' ? undefined : { moment: from - STEPS[step], offset: stops[index]!.offset, events: [] };
};

export const commitOf = (field: string, text: string): CommitPosition => {
  const position = parsePosition(text);
  if (position === undefined) throw Problem.at(field, 'position-malformed', 'is not <partition>-<offset>');
  return position;
};

const checkOrder = ({ from, to, fromPosition }: ReplayQuery): void => {
  if (from !== undefined && fromPosition !== undefined) {
    throw Problem.at('fromPosition', 'not-allowed-value', 'comes instead of from, not beside it');
  }
  if (from !== undefined && to !== undefined && boundMs(to, 'end')! < boundMs(from, 'start')!) {
    throw Problem.at('to', 'range-reversed', 'is before from');
  }
};

/** The moment at which something of a commit came. */
const momentOf = (text: string, { course }: HeldCourse, clock: ReplayClock): Place => {
  const position = commitOf('fromPosition', text);
  checkPosition(position, course.position);
  const name = `${formatPosition(position)}.`;
  const stop = course.stops(clock, 'event', NOWHEN).find(({ events }) => events.some((event) => event.position.startsWith(name)));
  if (stop === undefined) throw Problem.at('fromPosition', 'not-allowed-value', 'recorded nothing of this situation');
  return stop;
};

const NOWHEN = { from: 0, to: 0 };

const settled = (
  { from, to, fromPosition, clock = 'published', speed = 'max', step = 'event' }: ReplayQuery,
  held: AskedCourse,
  resumed: Place | undefined,
): Omit<Replay, 'situation' | 'held' | 'resumed'> => {
  const { course } = held;
  const now = Math.max(Date.now(), held.recordedAtMs);
  const end = to === undefined ? undefined : boundMs(to, 'end')!;
  if (clock !== 'occurred' && end !== undefined) checkKnown({ to: iso(end) }, now);
  const span = course.span(clock)!;
  const begin: Place =
    fromPosition === undefined
      ? { moment: from === undefined ? Date.parse(span.first) : boundMs(from, 'start')!, offset: -1 }
      : momentOf(fromPosition, held, clock);
  const last = end ?? Math.max(begin.moment, clock === 'occurred' ? Date.parse(span.last) : Math.min(Date.parse(span.last), now));
  if (last < begin.moment) throw Problem.at('to', 'range-reversed', `is before ${iso(begin.moment)}, where the replay begins`);
  if (step !== 'event' && (last - begin.moment) / STEPS[step] >= MOST_STOPS) {
    throw Problem.at('to', 'out-of-range', `is more than ${MOST_STOPS} frames from the beginning: ask for less at a time`);
  }
  const stops = course.stops(clock, step, { from: begin.moment, to: last });
  const after = resumed === undefined ? -1 : stops.findLastIndex((stop) => compareStops(stop, resumed) <= 0);
  const start = stops.findIndex((stop) => compareStops(stop, begin) >= 0);
  const beyond = stops.findIndex(({ moment }) => moment > last);
  const stop = beyond === -1 ? stops.length : beyond;
  const first = Math.max(start === -1 ? stop : start, after + 1);
  return { clock, step, speed: speedOf(speed), from: begin.moment, to: last, stops, first: Math.min(first, stop), end: stop };
};
