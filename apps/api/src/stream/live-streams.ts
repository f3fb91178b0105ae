import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { headsOfAll } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { LOG_ENDS, type LogEnds, POOL, READS } from '../infrastructure.module.js';
import { notFound } from '../queries/as-of.reader.js';
import type { Reads } from '../reads/reads.js';
import { Gate } from './gate.js';
import { type LiveQuery, namesIn } from './live.dto.js';
import { liveEvents, unknownSituations } from './live-events.queries.js';
import { LiveReading } from './live-reading.js';
import { type Given, partitionsAsked, refuseBeyond, startOf } from './live-start.js';
import { LiveTail } from './live-tail.js';
import { formatVector, reaches, whole } from './live-vector.js';
import { sseEvent, type SseResponse } from './sse-response.js';

/** How many ask the database at once, on connections that commands need too. */
const ASKING_AT_ONCE = 4;
/** A sign of life after so much silence, in milliseconds, a few seconds more or less. */
const QUIET_MS = 10_000;
/** Before the record is asked again that could not be read, in milliseconds. */
const AGAIN_AFTER_MS = 1_000;

/** A client that follows the record. */
type Follower = { readonly reading: LiveReading; readonly partitions: readonly number[] | undefined };

/**
 * Tells clients what is recorded: from what the tail keeps for all, or, to those who are further behind, page by page from the record. Where a stream begins,
 * and what the tail reads, is of the database that is written to: whoever was told of a commit follows from there, and a verdict that is told can be read.
 * Pages may be of a replica: each is of one moment of it, and says how far it goes.
 */
@Injectable()
export class LiveStreams {
  private readonly logger = new Logger('live');
  private readonly gate = new Gate(ASKING_AT_ONCE);

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(READS) private readonly reads: Reads,
    @Inject(LOG_ENDS) private readonly log: LogEnds,
    private readonly tail: LiveTail,
  ) {}

  /** Settles where it begins. Throws {@link Problem}. */
  async open({ situation, types, after }: LiveQuery, lastEventId: string | undefined): Promise<Follower> {
    const situations = situation === undefined ? undefined : [...new Set(namesIn(situation))];
    const given = givenBy(lastEventId, after);
    const found = await this.gate.through(() => Promise.all([headsOfAll(this.pool), unknownSituations(this.pool, situations ?? [])]));
    const [heads, [unknown]] = found;
    if (heads.length === 0 || heads.some(({ offset }) => offset < 0)) throw new Problem('not-ready', 'the log has not been read yet');
    if (unknown !== undefined) throw notFound(unknown);
    const head = heads.map(({ offset }) => whole(offset));
    const partitions = partitionsAsked(situations, head.length);
    const { begin, beyond } = given === undefined ? { begin: head, beyond: new Map() } : startOf(given, head, partitions);
    if (given !== undefined && beyond.size > 0) refuseBeyond(given, beyond, await this.log.ends());
    const filter = {
      ...(situations === undefined ? {} : { situations: new Set(situations) }),
      ...(types === undefined ? {} : { types: new Set(namesIn(types)) }),
    };
    return { reading: new LiveReading(begin, filter), partitions };
  }

  /** Tells what is recorded until the client is gone, as fast as it takes it. */
  async run(follower: Follower, out: SseResponse): Promise<void> {
    const { reading } = follower;
    // What comes while it looks is not overheard.
    let stirred = false;
    let wake: (() => void) | undefined;
    const stir = () => {
      stirred = true;
      wake?.();
    };
    const leave = this.tail.follow(stir);
    void out.gone.then(stir);
    try {
      if (!(await out.write(openingOf(reading)))) return;
      let written = performance.now();
      while (!out.closed) {
        stirred = false;
        const frames = await this.next(follower, out);
        const isQuiet = performance.now() - written >= QUIET_MS;
        if (frames !== undefined && frames.length > 0) {
          if (!(await out.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames)))) return;
          written = performance.now();
        } else if (isQuiet) {
          if (!(await out.write(this.signOfLife(reading)))) return;
          written = performance.now();
        } else if (frames !== undefined && !stirred) {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      leave();
    }
  }

  /** What is to be written next; nothing where it was told all, undefined where it is to be asked again. */
  private async next({ reading, partitions }: Follower, out: SseResponse): Promise<readonly Buffer[] | undefined> {
    const { recent } = this.tail;
    if (recent === undefined) return [];
    const frames = reading.take(recent);
    if (frames !== undefined) return frames;
    const { situations, types } = reading.filter;
    const question = {
      ...(situations === undefined ? {} : { situations: [...situations] }),
      ...(types === undefined ? {} : { types: [...types] }),
      ...(partitions === undefined ? {} : { partitions }),
    };
    try {
      const from = reading.told;
      const { events, reached } = await this.gate.through(() => liveEvents(this.reads.pool, from, question));
      const missed = reading.takePage(events, reached);
      // A replica may be behind what this client was told.
      if (reaches(from, reached)) await out.wait(AGAIN_AFTER_MS);
      return missed.length > 0 ? missed : undefined;
    } catch (error) {
      const why = error instanceof Error ? error.stack : String(error);
      this.logger.warn('the record cannot be read for one who is behind; trying again', why);
      await out.wait(AGAIN_AFTER_MS);
      return undefined;
    }
  }

  /** It carries an id, so that a client that is seldom told anything has not to be told much when it comes back. */
  private signOfLife(reading: LiveReading): Buffer {
    return Buffer.from(
      `: ${this.tail.blind ? 'still here, but the record cannot be read' : 'still here'}\nid: ${formatVector(reading.told)}\n\n`,
    );
  }
}

/** A browser that comes back sends the address that it was given, and the header: the latter is newer. */
const givenBy = (lastEventId: string | undefined, after: string | undefined): Given | undefined => {
  if (lastEventId !== undefined) return { field: 'Last-Event-ID', text: lastEventId };
  return after === undefined ? undefined : { field: 'after', text: after };
};

const openingOf = ({ told, filter: { situations, types } }: LiveReading): Buffer => {
  const position = formatVector(told);
  return sseEvent(
    'opening',
    { position, situations: situations === undefined ? null : [...situations], types: types === undefined ? null : [...types] },
    position,
  );
};
