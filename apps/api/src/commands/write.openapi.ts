import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { RECORDED } from './examples.js';

const RECORDED_SCHEMA = {
  type: 'object',
  required: ['commandId', 'eventIds', 'versions', 'position', 'pending'],
  properties: {
    commandId: { type: 'string', format: 'uuid' },
    eventIds: { type: 'array', items: { type: 'string', format: 'uuid' } },
    versions: { type: 'object', additionalProperties: { type: 'integer' }, description: 'of the streams written, afterwards' },
    position: { type: 'string', description: 'of the commit: partition and offset' },
    pending: { type: 'array', items: { type: 'string' }, description: 'read models that do not show it yet' },
  },
};

const recorded = (status: number, description: string) =>
  ApiResponse({ status, description, content: { 'application/json': { schema: RECORDED_SCHEMA, example: RECORDED } } });

/** Describes a route that records something. */
export const Write = (summary: string, example: object): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ required: true, examples: { mali: { summary: 'Mali, 2025', value: example } } }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'the same key and body again get the same answer, and record nothing',
    }),
    ApiHeader({ name: 'If-Match', required: false, description: 'version at which the stream must stand, as ETag gave it: "3"' }),
    recorded(201, 'recorded; ETag is the new version of the stream'),
    recorded(200, 'nothing had to change'),
    ApiResponse({ status: 202, description: 'no verdict in time: it may yet be recorded; ask at Location' }),
  );
