import { createServer, type Server, type ServerResponse } from 'node:http';

/** What a process tells of itself to those who run it. */
export type Operations = {
  /** What keeps it from being ready, for people; none where it is ready. */
  readonly reasons: () => readonly { code: string; detail: string; mend: string }[];
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<{ contentType: string; text: string }>;
};

const json = (response: ServerResponse, status: number, body: object, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type, ...(status === 503 ? { 'retry-after': '2' } : {}) }).end(JSON.stringify(body));
};

/** `/health/live`, `/health/ready` and `/metrics`, for a process that serves nothing else. Resolves when it listens, with its address. */
export const serveOperations = async (
  { reasons, metrics }: Operations,
  { host, port }: { host: string; port: number },
): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET') return json(response, 405, { status: 'method-not-allowed' });
    if (path === '/health/live') return json(response, 200, { status: 'live' });
    if (path === '/health/ready') {
      const told = reasons();
      return told.length === 0 ? json(response, 200, { status: 'ready' }) : json(response, 503, { status: 'not-ready', reasons: told });
    }
    if (path !== '/metrics') return json(response, 404, { status: 'not-found' });
    metrics().then(
      ({ contentType, text }) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => json(response, 500, { status: 'failed' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { url: urlOf(server, host), close: () => closed(server) };
};

const urlOf = (server: Server, host: string): string => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
