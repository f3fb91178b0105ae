import type { CommandOutcome, CommandRequest } from '../../../../libs/event-log/src/index.js';
import type { DomainCommand } from '../../../../libs/situations/src/index.js';
import type { Commands } from '../infrastructure.module.js';

/** Commands that are decided, appended and waited for at once. Several times what keeps log and database busy; more would only wait longer. */
export const MAX_IN_FLIGHT = 1_000;

/** There are as many commands under way as are taken at once. Of this one nothing was done. */
export class TooManyInFlight extends Error {
  override readonly name = 'TooManyInFlight';
}

/** Turns commands away before they pile up: in an outage each waits for seconds, and memory has an end. */
export class InFlight implements Commands {
  private count = 0;

  constructor(
    private readonly commands: Commands,
    readonly limit = MAX_IN_FLIGHT,
  ) {}

  /** Single commands under way. */
  get now(): number {
    return this.count;
  }

  /** Rejects with {@link TooManyInFlight}, at once, beside what the commands reject with. Those that take turns are bounded by whoever gives them. */
  handle(request: CommandRequest<DomainCommand>): Promise<CommandOutcome> {
    return request.turn === undefined ? this.within(() => this.commands.handle(request)) : this.commands.handle(request);
  }

  preview(request: CommandRequest<DomainCommand>): ReturnType<Commands['preview']> {
    return this.within(() => this.commands.preview(request));
  }

  private async within<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.count >= this.limit) throw new TooManyInFlight(`${this.limit} commands are under way: nothing was recorded; try again`);
    this.count += 1;
    try {
      return await work();
    } finally {
      this.count -= 1;
    }
  }
}
