import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { formatPosition } from '../../../../libs/event-log/src/index.js';
import { listSituations, modelPositions, situation } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { READS } from '../infrastructure.module.js';
import type { Reads } from '../reads/reads.js';
import { AsOfReader, pageOf } from './as-of.reader.js';
import { WhichSituation, WhichSituations } from './questions.js';

const VERSION = 1;

/** Pages go on after the last situation of the page before. */
const cursorOf = (id: string): string => Buffer.from(JSON.stringify(['situations', id])).toString('base64url');

const afterOf = (cursor: string): string => {
  try {
    const [list, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    if (list === 'situations' && typeof id === 'string') return id;
  } catch {
    // Falls through: bad base64 and bad JSON are the same fault.
  }
  throw Problem.at('cursor', 'cursor-malformed', 'is not one that this list answered');
};

@QueryHandler(WhichSituations)
export class WhichSituationsHandler implements IQueryHandler<WhichSituations> {
  constructor(@Inject(READS) private readonly reads: Reads) {}

  /** Over several situations, so with a position of each partition. */
  async execute({ asked }: WhichSituations): Promise<object> {
    const { limit, after } = pageOf(asked);
    const start = after === undefined ? undefined : afterOf(after);
    const { pool } = this.reads;
    const positions = await modelPositions(pool, 'timeline');
    const all = await listSituations(pool, positions);
    const rest = all.toSorted(byId).filter((one) => start === undefined || one.situation > start);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return {
      positions: positions.map(formatPosition),
      items,
      next: rest.length > limit && last !== undefined ? cursorOf(last.situation) : null,
    };
  }
}

const byId = (a: { situation: string }, b: { situation: string }): number => (a.situation < b.situation ? -1 : 1);

@QueryHandler(WhichSituation)
export class WhichSituationHandler implements IQueryHandler<WhichSituation> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: WhichSituation): Promise<object> {
    const versions = { situation: VERSION };
    return this.reader.read(
      situationId,
      asked,
      'timeline',
      async (pool, asOf) => {
        const found = await situation(pool, situationId, asOf);
        if (found === undefined) throw new Problem('situation-not-found', `${situationId} was not known then`);
        return found;
      },
      versions,
    );
  }
}
