import { applyDecorators, HttpCode, HttpStatus } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';

/** Describes a route that has something done, which may take longer than the answer: its state is told by GET. */
export const Act = (summary: string, example: object, body?: object): MethodDecorator =>
  applyDecorators(
    HttpCode(HttpStatus.ACCEPTED),
    ApiOperation({ summary }),
    ...(body === undefined ? [] : [ApiBody({ required: true, examples: { one: { value: body } } })]),
    ApiResponse({
      status: HttpStatus.ACCEPTED,
      description: 'as it stands now',
      content: { 'application/json': { schema: { type: 'object' }, example } },
    }),
  );
