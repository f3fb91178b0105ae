import { type DynamicModule, Module } from '@nestjs/common';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { CommandOutcome, CommandRequest, EventLog, Preview } from '../../../libs/event-log/src/index.js';
import { RememberedRows } from '../../../libs/read-models/src/index.js';
import type { Reason } from '../../../libs/signals/src/index.js';
import type { DomainCommand, DomainEvent } from '../../../libs/situations/src/index.js';
import type { Reads } from './reads/reads.js';
import type { Allowances } from './stream/allowance.js';

/** What the api asks the log for. */
export interface Commands {
  handle(request: CommandRequest<DomainCommand>): Promise<CommandOutcome>;
  preview(request: CommandRequest<DomainCommand>): Promise<Preview<DomainEvent>>;
}

/** How the api stands, for those who run it. */
export interface Health {
  /** What keeps commands from being taken or questions from being answered whole; none where it is ready. */
  reasons(): readonly Reason[];
  metrics(): Promise<{ contentType: string; text: string }>;
}

export const COMMAND_HANDLER = Symbol('CommandHandler');
/** The database that is written to: for commands, and for whoever must see what was just written. Questions go to {@link READS}. */
export const POOL = Symbol('Pool');
export const DATABASE = Symbol('Database');
export const READS = Symbol('Reads');
export const HEALTH = Symbol('Health');
export const LOG_ENDS = Symbol('LogEnds');

export const VERDICTS_TOLD = Symbol('VerdictsTold');
export const ALLOWANCES = Symbol('Allowances');

/** Calls `heard` when verdicts are told, which is not always. Answers how to end it. */
export type VerdictsTold = (heard: () => void) => () => void;

/** Where the log ends, by its own account. */
export type LogEnds = Pick<EventLog, 'ends'>;

/** What the api stands on, opened before it is made and closed after it. */
export type Infrastructure = {
  readonly commands: Commands;
  readonly pool: Pool;
  readonly database: DataSource;
  readonly reads: Reads;
  readonly health: Health;
  readonly log: LogEnds;
  readonly told: VerdictsTold;
  readonly allowances: Allowances;
  readonly reports: RememberedRows;
};

@Module({})
export class InfrastructureModule {
  static over({ commands, pool, database, reads, health, log, told, allowances, reports }: Infrastructure): DynamicModule {
    const providers = [
      { provide: COMMAND_HANDLER, useValue: commands },
      { provide: POOL, useValue: pool },
      { provide: DATABASE, useValue: database },
      { provide: READS, useValue: reads },
      { provide: HEALTH, useValue: health },
      { provide: LOG_ENDS, useValue: log },
      { provide: VERDICTS_TOLD, useValue: told },
      { provide: ALLOWANCES, useValue: allowances },
      { provide: RememberedRows, useValue: reports },
    ];
    return { module: InfrastructureModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
