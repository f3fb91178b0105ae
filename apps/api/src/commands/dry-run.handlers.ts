import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { formatPosition, type RecordedEvent } from '../../../../libs/event-log/src/index.js';
import { blastRadius } from '../../../../libs/read-models/src/index.js';
import type { DomainEvent } from '../../../../libs/situations/src/index.js';
import { COMMAND_HANDLER, type Commands, POOL } from '../infrastructure.module.js';
import { commandRequest, type Submit } from './submit.handlers.js';
import { Targets } from './targets.js';

/** What a request would change. Nothing is recorded. */
export class DryRun extends Query<object> {
  constructor(readonly submit: Submit) {
    super();
  }
}

@QueryHandler(DryRun)
export class DryRunHandler implements IQueryHandler<DryRun> {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: Commands,
    @Inject(POOL) private readonly pool: Pool,
    private readonly targets: Targets,
  ) {}

  async execute({ submit }: DryRun): Promise<object> {
    const request = await commandRequest(submit, this.targets);
    const { situationId, actor, correlationId } = request;
    const preview = await this.commands.preview(request);
    const now = new Date().toISOString();
    const events = preview.events.map(({ id, version, event }, index): RecordedEvent<DomainEvent> => ({
      id,
      situationId,
      stream: preview.stream,
      version,
      position: { ...preview.position, index },
      recordedAt: now,
      actor,
      commandId: preview.commandId,
      correlationId,
      event,
    }));
    const hypothesis = { situation: situationId, partition: preview.position.partition, events };
    const { position, ...radius } = await blastRadius(this.pool, hypothesis, { through: now });
    return {
      situation: situationId,
      dryRun: true,
      position: formatPosition(position),
      events: preview.events.map(({ event }) => event),
      ...radius,
    };
  }
}
