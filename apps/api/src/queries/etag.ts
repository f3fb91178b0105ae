import type { FastifyReply } from 'fastify';

/** Tells the version of what is answered, which a write may name in If-Match. */
export const tagged = (reply: FastifyReply, answer: object, part: object = answer): object => {
  const { version } = part as { version?: unknown };
  if (typeof version === 'number') reply.header('etag', `"${version}"`);
  return answer;
};
