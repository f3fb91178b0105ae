import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type CommitPosition, formatPosition, partitionOf } from '../../../../libs/event-log/src/index.js';
import {
  type AsOf,
  type ModelName,
  MODELS,
  shownTables,
  type SituationStanding,
  situationStanding,
} from '../../../../libs/read-models/src/index.js';
import { SOURCES_SITUATION } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { READS } from '../infrastructure.module.js';
import type { Reads } from '../reads/reads.js';
import { AskedOfEach } from './asked-together.js';
import { asProblem, checkKnown, checkPosition, continued, fresh, namedPosition } from './coordinates.js';
import { partitionsOf } from './log-head.queries.js';
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

/** What the log says of a situation, the last commit that the models asked have read, and which versions and tables of them are live. */
export type Reach = Pick<SituationStanding, 'recordedAtMs' | 'openedAt' | 'tables' | 'changing'> & {
  readonly reached: CommitPosition;
  readonly models: Readonly<Partial<Record<ModelName, number>>>;
};

type Asked = AsOfQuery & { cursor?: string; knownFrom?: string };

const PAGE = 50;
/** How often a question is asked again. Somebody has to decide for every switch: there are not more of them than that in a second. */
const AGAIN = 3;

export const pageOf = ({ limit, cursor }: PageQuery): { limit: number; after?: string } => ({
  limit: limit === undefined ? PAGE : Number(limit),
  ...(cursor === undefined ? {} : { after: cursor }),
});

/** Settles to which moment, clock and position a question belongs, and puts them before its answer. */
@Injectable()
export class AsOfReader {
  private partitions: number | undefined;
  private readonly standings = new AskedOfEach<Pool, SituationStanding | undefined>();

  constructor(@Inject(READS) private readonly reads: Reads) {}

  /**
   * Throws {@link Problem} where the situation is not known or the coordinates are none. `model` may be several, on all of which the
   * answer rests, or undefined: the record itself.
   */
  async read<Answer extends WithoutCoordinates>(
    situation: string,
    asked: Asked,
    model: ModelName | readonly ModelName[] | undefined,
    answer: (pool: Pool, asOf: AsOf, reach: Reach) => Promise<Answer>,
    versions: Record<string, number | string> = {},
  ): Promise<Coordinates & Answer> {
    const names = [model ?? []].flat();
    return this.undivided(async (pool) => {
      const { reach, asOf } = await this.asOf(pool, situation, asked, names);
      const { validAt, knownAt, clock } = asOf;
      const found = await answer(pool, asOf, reach).catch(asProblem);
      const models = { ...reach.models, ...versions };
      return { reach, answer: { situation, validAt, knownAt, clock, position: formatPosition(asOf.position), model: models, ...found } };
    });
  }

  /**
   * Asks one server from beginning to end, and again where a rebuild showed another table of a read model in the midst of it, so that no answer is of
   * two.
   */
  async undivided<Answer>(ask: (pool: Pool) => Promise<{ reach: Reach; answer: Answer }>): Promise<Answer> {
    for (let again = AGAIN; ; again--) {
      const { pool } = this.reads;
      const { reach, answer } = await ask(pool);
      if (!reach.changing || again === 0) return answer;
      const names = Object.keys(reach.models);
      const shown = await shownTables(pool, names);
      if (names.every((name) => shown[name] === reach.tables[name])) return answer;
    }
  }

  /** The same of the record of sources, which has a situation of its own that nobody opens. */
  async readSources<Answer extends WithoutCoordinates>(
    asked: Asked,
    answer: (pool: Pool, asOf: AsOf) => Promise<Answer>,
  ): Promise<Omit<Coordinates, 'situation'> & Answer> {
    return this.undivided(async (pool) => {
      const reach = await this.reach(pool, SOURCES_SITUATION, ['sources'], namedPosition(asked));
      if (reach === undefined) throw new Problem('not-ready', 'the log has not been read yet');
      const asOf = settled(asked, reach);
      const { validAt, knownAt, clock, position } = asOf;
      const found = await answer(pool, asOf).catch(asProblem);
      return { reach, answer: { validAt, knownAt, clock, position: formatPosition(position), model: { ...reach.models }, ...found } };
    });
  }

  /**
   * How far the situation can be asked about by all of `models` on this server. Where a position is `named` that is recorded, it waits until the server
   * shows it; else Problem. Undefined before the first record of its partition.
   */
  async reach(
    pool: Pool,
    situation: string,
    models: readonly (ModelName | 'record')[],
    named: readonly CommitPosition[] = [],
  ): Promise<Reach | undefined> {
    const partition = partitionOf(situation, await this.partitionCount(pool));
    const reach = await this.reachNow(pool, { partition, situation, models });
    const awaited = named.find((position) => position.partition === partition);
    if (awaited === undefined || awaited.offset <= (reach?.reached.offset ?? -1)) return reach;
    await this.reads.shows(pool, awaited);
    return this.reachNow(pool, { partition, situation, models });
  }

  private async reachNow(
    pool: Pool,
    asked: { partition: number; situation: string; models: readonly (ModelName | 'record')[] },
  ): Promise<Reach | undefined> {
    const { partition, situation, models } = asked;
    const standing = await this.standings.ask(pool, `${situation}\n${models.join(' ')}`, () => situationStanding(pool, asked));
    if (standing === undefined || standing.offset < 0) return undefined;
    const { offset, versions, ...rest } = standing;
    const named = models.filter((model) => model !== 'record');
    const live = Object.fromEntries(named.map((name) => [name, versions[name] ?? MODELS[name]]));
    return { ...rest, reached: { partition, offset }, models: live };
  }

  private async asOf(pool: Pool, situation: string, asked: Asked, models: readonly ModelName[]): Promise<{ reach: Reach; asOf: AsOf }> {
    const reach = await this.reach(pool, situation, models.length === 0 ? ['record'] : models, namedPosition(asked));
    if (reach?.openedAt === undefined) throw notFound(situation);
    const asOf = settled(asked, reach);
    if (asOf.position.offset < reach.openedAt) throw notFound(situation);
    return { reach, asOf };
  }

  private async partitionCount(pool: Pool): Promise<number> {
    this.partitions ??= await partitionsOf(pool);
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
