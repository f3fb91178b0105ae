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

/** Nothing is fetched from elsewhere and no script stands in the page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** Serves the description at /openapi.json and pages of it at /docs. It is built when first asked for. */
export const serveOpenApi = (app: NestFastifyApplication): void => {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith('/docs')) reply.header('content-security-policy', POLICY);
      done();
    });
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= build(app)), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Situation Timeline',
    swaggerOptions: { docExpansion: 'list', defaultModelsExpandDepth: 0, validatorUrl: null },
  });
};
