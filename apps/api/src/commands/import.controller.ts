import { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problems.js';
import { OfSituation } from './addresses.dto.js';
import { IMPORT, IMPORTED } from './examples.js';
import { Import } from './import.handlers.js';
import type { LineResult } from './import-result.js';

/** How many bytes of results may wait for a client that sends before it reads. Beyond it, reading the input waits too. */
const RESULTS_AHEAD = 1024 * 1024;

const NDJSON = 'application/x-ndjson';

@ApiTags('record')
@Controller('situations/:situationId/import')
export class ImportController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Record many things at once: one result line for each input line, in order, both streamed',
    description:
      'A line is {id, type, incidentId?, claimId?, body}: the type names the route, the body is that of the route, the id is the idempotency key. ' +
      'Lines are recorded in their order; a rejected line does not stop the next, one without a verdict does, but for those under way. Sending the same file again records what is missing. ' +
      'Read the results while sending: a client that does not is made to wait.',
  })
  @ApiConsumes(NDJSON)
  @ApiBody({ required: true, schema: { type: 'string', example: IMPORT } })
  @ApiResponse({
    status: 200,
    description: 'status of a line: recorded, unchanged, rejected, unknown, not-attempted, blank',
    content: { [NDJSON]: { schema: { type: 'string' }, example: IMPORTED } },
  })
  async import(@Param() { situationId }: OfSituation, @Body() body: unknown, @Req() http: FastifyRequest): Promise<StreamableFile> {
    if (!(body instanceof Readable)) throw new Problem('media-type-not-supported', `an import is sent as ${NDJSON}`);
    for (const header of ['if-match', 'idempotency-key']) {
      if (http.headers[header] !== undefined)
        throw new Problem('header-not-supported', `${header} has no meaning here: each line has its own id`);
    }
    const results = await this.bus.execute(new Import(situationId, body, http.id));
    const stream = Readable.from(written(results, http), { objectMode: false, highWaterMark: RESULTS_AHEAD });
    return new StreamableFile(stream, { type: NDJSON });
  }
}

/** A client that goes away ends the import after the line that is being recorded; it can send all of it again. */
async function* written(results: AsyncIterable<LineResult>, http: FastifyRequest): AsyncGenerator<string> {
  try {
    for await (const result of results) yield `${JSON.stringify(result)}\n`;
  } catch (error) {
    if (!http.raw.aborted && !http.raw.destroyed) throw error;
    http.log.info('the client of an import went away');
  }
}
