import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type CommitPosition, formatPosition, partitionOf } from '../../../../libs/event-log/src/index.js';
import { type AsOf, type ModelName, modelPosition, MODELS } from '../../../../libs/read-models/src/index.js';
import { SOURCES_SITUATION } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { POOL } from '../infrastructure.module.js';
import { asProblem, checkKnown, checkPosition, continued, fresh } from './coordinates.js';
import { type LogHead, logHead, partitionsOf } from './log-head.queries.js';
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

/** The head of the log for a situation, and the last commit that the models asked have read. */
export type Reach = LogHead & { readonly reached: CommitPosition };

type Asked = AsOfQuery & { cursor?: string; knownFrom?: string };

const PAGE = 50;

export const pageOf = ({ limit, cursor }: PageQuery): { limit: number; after?: string } => ({
  limit: limit === undefined ? PAGE : Number(limit),
  ...(cursor === undefined ? {} : { after: cursor }),
});

/** Settles to which moment, clock and position a question belongs, and puts them before its answer. */
@Injectable()
export class AsOfReader {
  private partitions: number | undefined;

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /**
   * Throws {@link Problem} where the situation is not known or the coordinates are none. `model` may be several, on all of which the
   * answer rests, or undefined: the record itself.
   */
  async read<Answer extends WithoutCoordinates>(
    situation: string,
    asked: Asked,
    model: ModelName | readonly ModelName[] | undefined,
    answer: (pool: Pool, asOf: AsOf) => Promise<Answer>,
    versions: Record<string, number | string> = {},
  ): Promise<Coordinates & Answer> {
    const names = [model ?? []].flat();
    const asOf = await this.asOf(situation, asked, names);
    const { validAt, knownAt, clock } = asOf;
    const models = { ...Object.fromEntries(names.map((name) => [name, MODELS[name]])), ...versions };
    const found = await answer(this.pool, asOf).catch(asProblem);
    return { situation, validAt, knownAt, clock, position: formatPosition(asOf.position), model: models, ...found };
  }

  /** The same of the record of sources, which has a situation of its own that nobody opens. */
  async readSources<Answer extends WithoutCoordinates>(
    asked: Asked,
    answer: (pool: Pool, asOf: AsOf) => Promise<Answer>,
  ): Promise<Omit<Coordinates, 'situation'> & Answer> {
    const reach = await this.reach(SOURCES_SITUATION, ['sources']);
    if (reach === undefined) throw new Problem('not-ready', 'the log has not been read yet');
    const asOf = settled(asked, reach);
    const { validAt, knownAt, clock, position } = asOf;
    const found = await answer(this.pool, asOf).catch(asProblem);
    return { validAt, knownAt, clock, position: formatPosition(position), model: { sources: MODELS.sources }, ...found };
  }

  /** How far the situation can be asked about by all of `models`. Undefined before the first record of its partition. */
  async reach(situation: string, models: readonly (ModelName | 'record')[]): Promise<Reach | undefined> {
    const partition = partitionOf(situation, await this.partitionCount());
    const [head, ...positions] = await Promise.all([
      logHead(this.pool, partition, situation),
      ...models.map((model) => modelPosition(this.pool, model, partition)),
    ]);
    const offsets = positions.map((position) => position?.offset ?? -1);
    const offset = Math.min(...offsets);
    return head === undefined || offset < 0 ? undefined : { ...head, reached: { partition, offset } };
  }

  private async asOf(situation: string, asked: Asked, models: readonly ModelName[]): Promise<AsOf> {
    const reach = await this.reach(situation, models.length === 0 ? ['record'] : models);
    if (reach?.openedAt === undefined) throw notFound(situation);
    const asOf = settled(asked, reach);
    if (asOf.position.offset < reach.openedAt) throw notFound(situation);
    return asOf;
  }

  private async partitionCount(): Promise<number> {
    this.partitions ??= await partitionsOf(this.pool);
    if (this.partitions === undefined) throw new Problem('not-ready', 'the log has not been read yet');
    return this.partitions;
  }
}

export const notFound = (situation: string) => new Problem('situation-not-found', `nothing is recorded of ${situation}`);

const settled = (asked: Asked, { reached, recordedAtMs }: Reach): AsOf => {
  const asOf = asked.cursor === undefined ? fresh(asked, reached) : continued(asked, asked.cursor);
  checkPosition(asOf.position, reached);
  checkKnown({ knownAt: asOf.knownAt ?? undefined, knownFrom: asked.knownFrom }, Math.max(Date.now(), recordedAtMs));
  return asOf;
};
