import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type CommitPosition, eventCodec, formatPosition, type RecordedEvent } from '../../../../libs/event-log/src/index.js';
import {
  Course,
  type DomainEvent,
  eventsOf,
  ownPosition,
  type ReplayClock,
  type ReplayStep,
  type Stop,
  TooManyEvents,
} from '../../../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS, iso } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { sseEvent } from './sse-response.js';
import { Turns } from './turns.js';

/** Of the data of the events that are folded at once. In memory a fold takes six to seven times the size of its events. */
const FOLDED_BYTES = 24 * 1024 * 1024;
/** Of the frames that are kept for whoever asks the same. */
const FRAMES_BYTES = 32 * 1024 * 1024;

type Held = { readonly course: Course; readonly bytes: number; users: number };

/** A course that is in use until it is released. */
export type HeldCourse = { readonly name: string; readonly course: Course; readonly release: () => void };

/** Events that are in use until they are released. */
export type Lent = { readonly events: readonly RecordedEvent<DomainEvent>[]; readonly release: () => void };

/** A frame within the course that tells it. */
export type FrameOf = { clock: ReplayClock; step: ReplayStep; stop: Stop; before: Stop | undefined };

/** The folded situations and the written frames, shared by all who replay the same; both are bounded in bytes. */
@Injectable()
export class Courses {
  private readonly codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
  private readonly turns = new Turns();
  private readonly held = new Map<string, Held>();
  private readonly frames = new Map<string, Buffer>();
  private readonly being = new Map<string, Promise<Buffer>>();
  private loading: Promise<unknown> = Promise.resolve();
  private folded = 0;
  private framed = 0;

  /** The course up to `position`, which the database shows: that of the last commit of the situation by then. Throws Problem, TooManyEvents. */
  async take(pool: Pool, situation: string, position: CommitPosition): Promise<HeldCourse> {
    const own = await ownPosition(pool, situation, position);
    const name = `${situation} ${formatPosition(own.position)}`;
    // One at a time: what is being read is not counted yet.
    const loaded = this.loading.then(() => this.held.get(name) ?? this.load(pool, name, situation, own.position));
    this.loading = loaded.catch(() => undefined);
    const held = await loaded;
    held.users += 1;
    let released = false;
    const release = () => {
      if (!released) held.users -= 1;
      released = true;
    };
    // Taken again, it is the youngest.
    if (this.held.delete(name)) this.held.set(name, held);
    return { name, course: held.course, release };
  }

  /** A frame as it is sent. */
  frame({ name, course }: HeldCourse, { clock, step, stop, before }: FrameOf): Buffer | Promise<Buffer> {
    const key = [name, clock, step, stop.moment, stop.offset, before?.moment, before?.offset].join(' ');
    return this.once(key, function* () {
      return sseEvent('frame', yield* course.frame(clock, stop, before), frameId(course.position, stop));
    });
  }

  /** What is sent of a course: made in turns, and once for all who ask for it meanwhile. */
  once(key: string, make: () => Generator<void, Buffer>): Buffer | Promise<Buffer> {
    const known = this.frames.get(key);
    if (known !== undefined) return known;
    let being = this.being.get(key);
    if (being === undefined) {
      being = this.turns.through(make());
      this.being.set(key, being);
      void being.then(
        (bytes) => this.keep(key, bytes),
        () => this.being.delete(key),
      );
    }
    return being;
  }

  /** Work on a course that is no frame, in its turn. */
  work<Result>(work: () => Result): Promise<Result> {
    return this.turns.take(work);
  }

  /** The events up to a commit of the situation, with room for a fold of its own, until they are released. Throws Problem, TooManyEvents. */
  async lend(pool: Pool, situation: string, position: CommitPosition): Promise<Lent> {
    const lent = this.loading.then(async () => {
      const { events, bytes } = await eventsOf(pool, this.codec, situation, position);
      // The events as they are, and what they are folded into.
      const size = 2 * bytes;
      if (size + bytes > FOLDED_BYTES) throw new TooManyEvents(`${situation} takes too much room to be folded twice`);
      this.makeRoom(size);
      this.folded += size;
      return { events, release: () => void (this.folded -= size) };
    });
    this.loading = lent.catch(() => undefined);
    return lent;
  }

  /** Work that comes in steps, in turns; undefined where it was not to go on. */
  workThrough<Result>(steps: Generator<unknown, Result>, goesOn: () => boolean): Promise<Result | undefined> {
    return this.turns.through(steps, goesOn);
  }

  private async load(pool: Pool, name: string, situation: string, position: CommitPosition): Promise<Held> {
    const { events, bytes } = await eventsOf(pool, this.codec, situation, position);
    this.makeRoom(bytes);
    this.folded += bytes;
    try {
      const course = await this.turns.through(new Course(position).take(events));
      const held = { course, bytes, users: 0 };
      this.held.set(name, held);
      return held;
    } catch (error) {
      this.folded -= bytes;
      throw error;
    }
  }

  /** Lets go of what nobody uses. */
  private makeRoom(bytes: number): void {
    for (const [old, { bytes: size, users }] of this.held) {
      if (this.folded + bytes <= FOLDED_BYTES) break;
      if (users > 0) continue;
      this.held.delete(old);
      this.folded -= size;
    }
    if (this.folded + bytes > FOLDED_BYTES) throw new Problem('too-many-replays', 'too much is being replayed; try again later');
  }

  private keep(key: string, bytes: Buffer): void {
    this.being.delete(key);
    this.frames.set(key, bytes);
    this.framed += bytes.length;
    for (const [old, { length }] of this.frames) {
      if (this.framed <= FRAMES_BYTES) break;
      this.frames.delete(old);
      this.framed -= length;
    }
  }
}

/** Names a frame within a replay of the same question: up to which commit it is told, its moment and its last commit. */
export const frameId = (position: CommitPosition, { moment, offset }: Pick<Stop, 'moment' | 'offset'>): string =>
  `${formatPosition(position)};${iso(moment)};${formatPosition({ partition: position.partition, offset })}`;
