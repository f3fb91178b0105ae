import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type CommitPosition, formatPosition, parsePosition, partitionOf } from '../../../../libs/event-log/src/index.js';
import { type AsOf, asOfCursor, MalformedCursor, type ModelName, modelPosition, MODELS } from '../../../../libs/read-models/src/index.js';
import { instantMs, iso } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { POOL } from '../infrastructure.module.js';
import { logHead, partitionsOf } from './log-head.queries.js';
import type { AsOfQuery, PageQuery } from './queries.dto.js';

/** What every answer about a situation begins with: with it the same question gives the same answer for ever. */
export type Coordinates = {
  situation: string;
  validAt: string;
  knownAt: string | null;
  clock: AsOf['clock'];
  position: string;
  model: Record<string, number | string>;
};

/** An answer must not hide what it belongs to. */
type WithoutCoordinates = object & { [Name in 'position' | 'clock' | 'knownAt' | 'model']?: never };

type Asked = AsOfQuery & { cursor?: string; knownFrom?: string };

const PAGE = 50;

export const pageOf = ({ limit, cursor }: PageQuery): { limit: number; after?: string } => ({
  limit: limit === undefined ? PAGE : Number(limit),
  ...(cursor === undefined ? {} : { after: cursor }),
});

/** A checked instant as answers write it. */
export const utc = (text: string): string => iso(instantMs(text)!);

/** Settles to which moment, clock and position a question belongs, and puts them before its answer. */
@Injectable()
export class AsOfReader {
  private partitions: number | undefined;

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Throws {@link Problem} where the situation is not known or the coordinates are none. `model` undefined: the record itself. */
  async read<Answer extends WithoutCoordinates>(
    situation: string,
    asked: Asked,
    model: ModelName | undefined,
    answer: (pool: Pool, asOf: AsOf) => Promise<Answer>,
    versions: Record<string, number | string> = {},
  ): Promise<Coordinates & Answer> {
    const asOf = await this.asOf(situation, asked, model);
    const { validAt, knownAt, clock } = asOf;
    const models = model === undefined ? versions : { [model]: MODELS[model], ...versions };
    const found = await answer(this.pool, asOf).catch(asProblem);
    return { situation, validAt, knownAt, clock, position: formatPosition(asOf.position), model: models, ...found };
  }

  private async asOf(situation: string, asked: Asked, model: ModelName | undefined): Promise<AsOf> {
    const partition = partitionOf(situation, await this.partitionCount());
    const [head, reached] = await Promise.all([
      logHead(this.pool, partition, situation),
      modelPosition(this.pool, model ?? 'record', partition),
    ]);
    if (head?.openedAt === undefined || reached === undefined) throw notFound(situation);
    const asOf = asked.cursor === undefined ? fresh(asked, reached) : continued(asked, asked.cursor);
    checkPosition(asOf.position, reached);
    if (asOf.position.offset < head.openedAt) throw notFound(situation);
    checkKnown({ knownAt: asOf.knownAt ?? undefined, knownFrom: asked.knownFrom }, Math.max(Date.now(), head.recordedAtMs));
    return asOf;
  }

  private async partitionCount(): Promise<number> {
    this.partitions ??= await partitionsOf(this.pool);
    if (this.partitions === undefined) throw new Problem('not-ready', 'the log has not been read yet');
    return this.partitions;
  }
}

const notFound = (situation: string) => new Problem('situation-not-found', `nothing is recorded of ${situation}`);

const asProblem = (error: unknown): never => {
  if (error instanceof MalformedCursor) throw Problem.at('cursor', 'cursor-malformed', error.message);
  throw error;
};

const positionOf = (text: string): CommitPosition => {
  const position = parsePosition(text);
  if (position === undefined) throw Problem.at('position', 'position-malformed', 'is not <partition>-<offset>');
  return position;
};

const fresh = ({ validAt, knownAt, clock = 'recorded', position }: AsOfQuery, reached: CommitPosition): AsOf => ({
  validAt: validAt === undefined ? iso(Date.now()) : utc(validAt),
  knownAt: knownAt === undefined ? null : utc(knownAt),
  clock,
  position: position === undefined ? reached : positionOf(position),
});

/** A cursor carries its question with it; what is said beside it must be the same. */
const continued = (asked: AsOfQuery, cursor: string): AsOf => {
  const asOf = cursorOf(cursor);
  const { validAt, knownAt, clock, position } = asked;
  const same =
    (validAt === undefined || utc(validAt) === asOf.validAt) &&
    (knownAt === undefined || utc(knownAt) === asOf.knownAt) &&
    (clock === undefined || clock === asOf.clock) &&
    (position === undefined || formatPosition(positionOf(position)) === formatPosition(asOf.position));
  if (!same) throw Problem.at('cursor', 'cursor-of-another-question', 'continues a question with other coordinates');
  return asOf;
};

const cursorOf = (cursor: string): AsOf => {
  try {
    const asOf = asOfCursor(cursor);
    const times = [asOf.validAt, asOf.knownAt ?? asOf.validAt];
    if (times.every((time) => instantMs(time) !== undefined)) return asOf;
  } catch (error) {
    if (!(error instanceof MalformedCursor)) throw error;
  }
  throw Problem.at('cursor', 'cursor-malformed', 'is not one that a list answered');
};

/** The future is what is later than both this clock and the last record: the broker's clock may be ahead. */
const checkKnown = (times: Record<string, string | undefined>, latest: number): void => {
  for (const [field, time] of Object.entries(times)) {
    if (time !== undefined && instantMs(time)! > latest) {
      throw Problem.at(field, 'known-at-in-future', 'is later than both now and the last record');
    }
  }
};

const checkPosition = (position: CommitPosition, reached: CommitPosition): void => {
  if (position.partition !== reached.partition) {
    throw Problem.at('position', 'position-of-another-partition', `this situation is recorded in partition ${reached.partition}`);
  }
  if (position.offset > reached.offset) {
    throw Problem.at('position', 'position-beyond-model', `the answer is known up to ${formatPosition(reached)}`);
  }
};
