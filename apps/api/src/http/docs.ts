import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.js';

/** Nothing is fetched from elsewhere, and no script or style stands in the page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Swagger UI comes with Nest's description of itself. */
const ASSETS = dirname(createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger')).resolve('swagger-ui-dist/package.json'));
const SERVED: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Situation Timeline: the API</title>
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, defaultModelsExpandDepth: 0 });\n`;

/** Pages of the description for people, at /docs. */
export const serveDocs = (server: FastifyInstance): void => {
  const headers = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'max-age=3600' };
  server.get('/docs', (_request, reply) => reply.headers(headers).type('text/html; charset=utf-8').send(PAGE));
  server.get('/docs/', (_request, reply) => reply.redirect('../docs', 308));
  server.get('/docs/start.js', (_request, reply) => reply.headers(headers).type('text/javascript').send(START));
  server.get<{ Params: { file: string } }>('/docs/:file', (request, reply) => {
    const { file } = request.params;
    const type = Object.hasOwn(SERVED, file) ? SERVED[file] : undefined;
    if (type === undefined) throw new Problem('route-not-found', 'nothing is served at this address with this method');
    return reply
      .headers(headers)
      .type(type)
      .send(createReadStream(join(ASSETS, file)));
  });
};
