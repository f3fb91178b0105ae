import type { FastifyReply } from 'fastify';

/** Tells the version of what is answered, which a write may name in If-Match. */
export const tagged = (reply: FastifyReply, answer: object): object => {
  const { version } = answer as { version?: unknown };
  if (typeof version === 'number') reply.header('etag', `"${version}"`);
  return answer;
};
