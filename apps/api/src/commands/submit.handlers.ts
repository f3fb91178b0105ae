import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandOutcome, CommandRequest, Turn } from '../../../../libs/event-log/src/index.js';
import { COMMAND_HANDLER, type Commands } from '../infrastructure.module.js';
import { digestOf } from './digest.js';
import type { CorrectionBody } from './correction.dto.js';
import { commandOf, type DomainCommand, KINDS, type Request } from './kinds.js';
import { Targets } from './targets.js';

/** Who asks, while nobody is asked who they are. */
const ANONYMOUS = 'anonymous';

export type Circumstances = {
  readonly correlationId: string;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  /** What the thing is called where its body does not say: that of its line, in an import. */
  readonly defaultId?: string;
  /** When its commit may go to the log, where others are decided at the same time. */
  readonly turn?: Turn;
};

/** A checked request to record something. */
export class Submit extends Command<CommandOutcome> {
  constructor(
    readonly request: Request,
    readonly circumstances: Circumstances,
  ) {
    super();
  }
}

@CommandHandler(Submit)
export class SubmitHandler implements ICommandHandler<Submit> {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: Commands,
    private readonly targets: Targets,
  ) {}

  async execute(submit: Submit): Promise<CommandOutcome> {
    return this.commands.handle(await commandRequest(submit, this.targets));
  }
}

/** The request as the command handler takes it. Throws Problem where a correction is of no event. */
export const commandRequest = async ({ request, circumstances }: Submit, targets: Targets): Promise<CommandRequest<DomainCommand>> => {
  const { correlationId, idempotencyKey, ifMatch, defaultId, turn } = circumstances;
  const { situationId } = request.of;
  const target = request.kind === 'correction' ? await targets.of(situationId, request.body as CorrectionBody) : undefined;
  return {
    situationId,
    command: (id) => commandOf(request, defaultId ?? id, target),
    requestHash: requestHash(request, defaultId),
    actor: ANONYMOUS,
    correlationId,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(turn === undefined ? {} : { turn }),
  };
};

/** Tells two requests apart by what they ask for, not by how it was written. A default id counts only where it is used. */
const requestHash = ({ kind, of, body }: Request, defaultId: string | undefined): string => {
  const { ownId } = KINDS[kind] as { ownId?: string };
  const usesDefault = defaultId !== undefined && ownId !== undefined && !Object.hasOwn(body, ownId);
  return digestOf({ type: kind, of, body, ...(usesDefault ? { id: defaultId } : {}) });
};
