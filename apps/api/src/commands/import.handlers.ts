import { setImmediate as pause } from 'node:timers/promises';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { problemOf } from '../http/problem-of-error.js';
import { Problem, statusOf } from '../http/problems.js';
import { BadLine, isBlank, type ParsedLine, parseLine } from './import-line.js';
import { ImportOrder, touchedBy } from './import-order.js';
import { type LineResult, rejected, resultOf } from './import-result.js';
import { TooManyInFlight } from './in-flight.js';
import { type Line, linesOf } from './ndjson-lines.js';
import { readAhead, type Room } from './read-ahead.js';
import { Submit } from './submit.handlers.js';

/** Lines and bytes of one import that may be under way: what bounds its memory, whatever comes. */
const ROOM: Room = { items: 256, bytes: 4 * 1024 * 1024 };
/** Imports at once; their lines are not held to the limit on single commands, since one that waits for its turn would hold the place of the one before it. */
const MAX_IMPORTS = 8;

/** Records the lines of a stream in their order, as fast as the results are taken; see {@link ImportOrder}. */
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
  private underWay = 0;

  constructor(private readonly bus: CommandBus) {}

  /** The process ends: what has not been attempted is left to another one. */
  onModuleDestroy(): void {
    this.closing = true;
  }

  /** Rejects with {@link TooManyInFlight}. */
  async execute(command: Import): Promise<AsyncGenerator<LineResult>> {
    if (this.underWay >= MAX_IMPORTS) throw new TooManyInFlight(`${MAX_IMPORTS} imports are under way: nothing was recorded; try again`);
    return this.results(command);
  }

  private async *results(command: Import): AsyncGenerator<LineResult> {
    const run: Run = { command, order: new ImportOrder(), stopped: false };
    this.underWay += 1;
    try {
      yield* readAhead(oneATurn(linesOf(command.lines)), (line) => this.result(run, line), { room: ROOM, bytesOf });
    } finally {
      this.underWay -= 1;
    }
  }

  private async result(run: Run, { number, bytes }: Line): Promise<LineResult> {
    if (this.closing || run.stopped) return { line: number, status: 'not-attempted' };
    if (bytes instanceof Problem) return rejected(number, undefined, bytes);
    if (isBlank(bytes)) return { line: number, status: 'blank' };
    try {
      const result = await this.recorded(run, number, parseLine(run.command.situationId, bytes));
      run.stopped ||= result.status === 'unknown' || result.status === 'not-attempted';
      return result;
    } catch (error) {
      if (error instanceof BadLine) return rejected(number, error.id, error.problem);
      return this.failed(number, undefined, error, run.command.correlationId);
    }
  }

  private async recorded(run: Run, line: number, parsed: ParsedLine): Promise<LineResult> {
    const { correlationId } = run.command;
    const { id, request } = parsed;
    const { turn, free, leave } = run.order.enter(touchedBy(parsed));
    try {
      await free;
      if (this.closing || run.stopped) return { line, status: 'not-attempted' };
      const circumstances = { correlationId, idempotencyKey: id, defaultId: id, turn };
      return resultOf(line, id, await this.bus.execute(new Submit(request, circumstances)));
    } catch (error) {
      return this.failed(line, id, error, correlationId);
    } finally {
      leave();
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

/**
 * Each item in a turn of the event loop of its own. What a verdict sets free is sent first, and the next lines are read while it is on its way: to
 * read them all at once would keep it back.
 */
async function* oneATurn<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    await pause();
    yield item;
  }
}

/** One import. */
type Run = { readonly command: Import; readonly order: ImportOrder; stopped: boolean };

const bytesOf = ({ bytes }: Line): number => (bytes instanceof Problem ? 0 : bytes.length);
