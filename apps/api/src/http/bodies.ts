import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.js';

/** Of a body as a whole, in bytes; the lines of an import are counted one by one. */
export const BODY_LIMIT = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON value that the bytes write down. Throws {@link Problem}. */
export const parseJson = (bytes: Uint8Array): unknown => {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Problem('not-utf8', 'JSON is written in UTF-8');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem('not-json', error instanceof SyntaxError ? withoutContent(error.message) : 'not JSON');
  }
};

/** What the parser says, without the text that it quotes. */
const withoutContent = (message: string): string => message.replace(/, ?(\.\.\.)?".*?"?(\.\.\.)? is not valid JSON$/s, '');

/** JSON is read here, whole; NDJSON is handed on as the stream that it is. Nothing else is taken. */
export const readBodies = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, bytes, done) => {
    try {
      done(null, bytes.length === 0 ? undefined : parseJson(bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addContentTypeParser('application/x-ndjson', (_request, stream, done) => done(null, stream));
};
