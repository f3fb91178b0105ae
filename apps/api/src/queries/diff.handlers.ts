import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { formatPositions, parsePositions } from '../../../../libs/event-log/src/index.js';
import { diff, type ModelName, RememberedRows } from '../../../../libs/read-models/src/index.js';
import { DISCLAIMER } from '../../../../libs/severity/src/index.js';
import { SOURCES_SITUATION } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { AsOfReader, notFound, pageOf, type Reach } from './as-of.reader.js';
import { checkKnown, utc } from './coordinates.js';
import { WhatChanged } from './questions.js';
import { checkSpan } from './span.js';
import { vectorOf } from './vector.js';

const MODEL_NAMES = ['travel_status', 'observations', 'incidents', 'blockade_severity'] as const satisfies readonly ModelName[];
const VERSIONS = { diff: 1, formula: 'bsi-1' };
/** Larger than the page of a list: it does not go on. */
const MOST = 500;

@QueryHandler(WhatChanged)
export class WhatChangedHandler implements IQueryHandler<WhatChanged> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly remembered: RememberedRows,
  ) {}

  execute({ of: { situationId: situation }, asked }: WhatChanged): Promise<object> {
    return this.reader.undivided((pool) => this.answer(pool, situation, asked));
  }

  private async answer(pool: Pool, situation: string, asked: WhatChanged['asked']): Promise<{ reach: Reach; answer: object }> {
    if (checkSpan(asked) === 0) throw Problem.at('to', 'range-reversed', 'is not after from');
    const named = asked.position === undefined ? [] : parsePositions(asked.position);
    const [own, sources] = await Promise.all([
      this.reader.reach(pool, situation, MODEL_NAMES, named),
      this.reader.reach(pool, SOURCES_SITUATION, ['sources'], named),
    ]);
    if (own?.openedAt === undefined) throw notFound(situation);
    if (sources === undefined) throw new Problem('not-ready', 'the record of sources has not been read yet');
    checkKnown({ to: asked.to }, Math.max(Date.now(), own.recordedAtMs, sources.recordedAtMs));
    const vector = vectorOf(asked.position, own.reached, sources.reached);
    if (vector.position.offset < own.openedAt) throw notFound(situation);

    const [from, to, clock] = [utc(asked.from), utc(asked.to), asked.clock ?? 'recorded'];
    const { limit } = pageOf({ limit: asked.limit ?? String(MOST) });
    const found = await diff(pool, situation, { from, to, clock, ...vector, limit }, this.remembered);
    const position = formatPositions([
      vector.position,
      ...(vector.sourcesPosition.partition === vector.position.partition ? [] : [vector.sourcesPosition]),
    ]);
    const models = { ...own.models, ...sources.models };
    const model = { ...models, ...VERSIONS };
    return {
      reach: { ...own, models, tables: { ...own.tables, ...sources.tables }, changing: own.changing || sources.changing },
      answer: { situation, from, to, validAt: to, knownAt: to, clock, position, model, ...found, disclaimer: DISCLAIMER },
    };
  }
}
