import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'stable; the one to branch on' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    instance: { type: 'string' },
  },
};

const EXAMPLE = {
  type: 'urn:problem-type:situation-timeline:valid-range',
  title: 'It ends before it begins',
  status: 400,
  detail: 'validTo: is not after it begins to hold',
  code: 'valid-range',
  errors: [{ field: 'validTo', code: 'valid-range', message: 'is not after it begins to hold' }],
};

const METHODS = ['get', 'put', 'post'] as const;

/** Every route may answer with a problem: said here once. */
const withProblems = (document: OpenAPIObject): OpenAPIObject => {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const responses = path[method]?.responses;
      if (responses !== undefined) {
        responses['default'] = {
          description: 'RFC 9457 problem details',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example: EXAMPLE } },
        };
      }
    }
  }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM } };
  return document;
};

const build = (app: NestFastifyApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setTitle('Situation Timeline')
    .setDescription(
      'The record of a crisis: travel guidance, incidents and observations, as they were known at any moment. It informs; it does not advise.',
    )
    .setVersion('1')
    .build();
  return withProblems(SwaggerModule.createDocument(app, config));
};

/** Serves the description at /openapi.json. It is built when first asked for. */
export const serveOpenApi = (app: NestFastifyApplication): void => {
  let document: string | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => {
      document ??= JSON.stringify(build(app));
      return reply.type('application/json').send(document);
    });
};
