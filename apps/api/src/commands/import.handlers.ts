import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { problemOf } from '../http/problem-of-error.js';
import { Problem, statusOf } from '../http/problems.js';
import { BadLine, isBlank, parseLine } from './import-line.js';
import { type LineResult, rejected, resultOf } from './import-result.js';
import { type Line, linesOf } from './ndjson-lines.js';
import { Submit } from './submit.handlers.js';

/** Records the lines of a stream one after the other, as fast as the results are taken. */
export class Import extends Command<AsyncGenerator<LineResult>> {
  constructor(
    readonly situationId: string,
    readonly lines: AsyncIterable<Buffer>,
    readonly correlationId: string,
  ) {
    super();
  }
}

@CommandHandler(Import)
export class ImportHandler implements ICommandHandler<Import>, OnModuleDestroy {
  private readonly logger = new Logger(ImportHandler.name);
  private closing = false;

  constructor(private readonly bus: CommandBus) {}

  /** The process ends: what has not been attempted is left to another one. */
  onModuleDestroy(): void {
    this.closing = true;
  }

  async execute(command: Import): Promise<AsyncGenerator<LineResult>> {
    return this.results(command);
  }

  private async *results(command: Import): AsyncGenerator<LineResult> {
    let stopped: LineResult['status'] | undefined;
    for await (const line of linesOf(command.lines)) {
      if (this.closing) stopped ??= 'not-attempted';
      const result: LineResult = stopped === undefined ? await this.result(command, line) : { line: line.number, status: 'not-attempted' };
      if (result.status === 'unknown' || result.status === 'not-attempted') stopped = result.status;
      yield result;
    }
  }

  private async result({ situationId, correlationId }: Import, { number, bytes }: Line): Promise<LineResult> {
    if (bytes instanceof Problem) return rejected(number, undefined, bytes);
    if (isBlank(bytes)) return { line: number, status: 'blank' };
    let id: string | undefined;
    try {
      const parsed = parseLine(situationId, bytes);
      id = parsed.id;
      const circumstances = { correlationId, idempotencyKey: id, defaultId: id };
      return resultOf(number, id, await this.bus.execute(new Submit(parsed.request, circumstances)));
    } catch (error) {
      if (error instanceof BadLine) return rejected(number, error.id, error.problem);
      return this.failed(number, id, error, correlationId);
    }
  }

  /** Where the log or the database is out of reach, trying the next line would only reorder things. */
  private failed(line: number, id: string | undefined, error: unknown, correlationId: string): LineResult {
    const problem = problemOf(error);
    const status = statusOf(problem.code);
    if (status >= 500) this.logger.error({ err: error, correlationId, line }, problem.code);
    if (status !== 503) return rejected(line, id, problem);
    return { line, ...(id === undefined ? {} : { id }), status: 'not-attempted', code: problem.code, detail: problem.detail };
  }
}
