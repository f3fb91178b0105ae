import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

/** Describes a route that answers a question. */
export const Read = (summary: string, example: object): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({ status: 200, description: 'the answer', content: { 'application/json': { schema: { type: 'object' }, example } } }),
  );
