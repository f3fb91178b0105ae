import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

/** Describes a route that answers a question; `texts` are examples of what it answers beside JSON, by media type. */
export const Read = (summary: string, example: object, texts: Readonly<Record<string, string>> = {}): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({
      status: 200,
      description: 'the answer',
      content: {
        'application/json': { schema: { type: 'object' }, example },
        ...Object.fromEntries(Object.entries(texts).map(([type, text]) => [type, { schema: { type: 'string' as const }, example: text }])),
      },
    }),
  );
