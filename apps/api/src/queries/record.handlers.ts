import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import { formatEventPosition, formatPosition } from '../../../../libs/event-log/src/index.js';
import { Commands, type EventRow, Events } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { DATABASE, READS } from '../infrastructure.module.js';
import type { Reads } from '../reads/reads.js';
import { toldOf } from './event.answer.js';
import { WhichEvent, WhichVerdict } from './questions.js';

/** Asked for what was just sent: a replica would answer that there is nothing. */
@QueryHandler(WhichVerdict)
export class WhichVerdictHandler implements IQueryHandler<WhichVerdict> {
  constructor(@Inject(DATABASE) private readonly database: DataSource) {}

  async execute({ commandId }: WhichVerdict): Promise<object> {
    const [found] = await this.database.getRepository(Commands).find({ where: { commandId }, order: { partition: 'ASC' }, take: 1 });
    if (found === undefined) throw new Problem('command-not-found', 'no verdict yet, or there is no such command');
    const { verdict, situation, partition, offset, versions, eventIds } = found;
    return { commandId, situation, verdict, position: formatPosition({ partition, offset }), eventIds, versions };
  }
}

/** The id of an event derives from its command, so the log itself does not keep two apart: the first counts, the others are named. */
@QueryHandler(WhichEvent)
export class WhichEventHandler implements IQueryHandler<WhichEvent> {
  constructor(
    @Inject(READS) private readonly reads: Reads,
    @Inject(DATABASE) private readonly database: DataSource,
  ) {}

  async execute({ eventId }: WhichEvent): Promise<object> {
    const [found, ...others] = await this.find(eventId);
    if (found === undefined) throw new Problem('event-not-found', 'no accepted event has this id');
    return {
      ...toldOf({ ...found, position: formatEventPosition(found) }),
      data: found.data,
      ...(others.length === 0 ? {} : { alsoAt: others.map(formatEventPosition) }),
    };
  }
  /** No position is named, so none is awaited: what a replica does not show may be in the database that is written to. */
  private async find(eventId: string): Promise<EventRow[]> {
    const order = { recordedAt: 'ASC', partition: 'ASC', offset: 'ASC', index: 'ASC' } as const;
    const findIn = (database: DataSource) => database.getRepository(Events).find({ where: { eventId }, order, take: 10 });
    const { database } = this.reads;
    const found = await findIn(database);
    return found.length > 0 || database === this.database ? found : findIn(this.database);
  }
}
