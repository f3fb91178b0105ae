import { HttpStatus } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type CommandOutcome, formatPosition } from '../../../../libs/event-log/src/index.js';

type Known = Exclude<CommandOutcome, { status: 'unknown' }>;

/** The address of what a stream is about; that of the event where it has none. */
const addressOf = (situationId: string, stream: string, eventIds: readonly string[]): string | undefined => {
  const [family, ...rest] = stream.split('/');
  const situation = `/situations/${situationId}`;
  switch (family) {
    case 'situation':
      return situation;
    case 'advisory':
      return `${situation}/advisories/${rest.map(encodeURIComponent).join('/')}`;
    case 'incident':
      return `${situation}/incidents/${rest.map(encodeURIComponent).join('/')}`;
    case 'source':
      return `/sources/${rest.map(encodeURIComponent).join('/')}`;
    default:
      return eventIds[0] === undefined ? undefined : `/events/${eventIds[0]}`;
  }
};

const isCreated = ({ status, eventIds }: Known): boolean => status !== 'unchanged' && eventIds.length > 0;

/** 201 where something is recorded, also long ago under the same key; 200 where it was already so; 202 where no verdict came in time. */
export const answer = (reply: FastifyReply, situationId: string, outcome: CommandOutcome): object => {
  if (outcome.status === 'unknown') {
    const { commandId } = outcome;
    reply.status(HttpStatus.ACCEPTED).header('location', `/commands/${commandId}`).header('retry-after', '1');
    return { commandId, verdict: 'unknown' };
  }
  const { commandId, stream, eventIds, versions, position, pending } = outcome;
  const created = isCreated(outcome);
  const location = addressOf(situationId, stream, eventIds);
  reply.status(created ? HttpStatus.CREATED : HttpStatus.OK);
  if (created && location !== undefined) reply.header('location', location);
  if (versions[stream] !== undefined) reply.header('etag', `"${versions[stream]}"`);
  return { commandId, eventIds, versions, position: formatPosition(position), pending };
};
