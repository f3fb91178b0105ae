import type { EventRow } from '../../../../libs/read-models/src/index.js';

type Known = Omit<EventRow, 'partition' | 'offset' | 'index' | 'data'> & { readonly position: string };

/** What is told of an event beside its data, wherever an event is told as it was recorded. */
export const toldOf = ({
  eventId,
  situation,
  stream,
  version,
  position,
  recordedAt,
  actor,
  reason,
  commandId,
  correlationId,
  causationId,
  type,
  schema,
}: Known) => ({
  eventId,
  situation,
  stream,
  version,
  position,
  recordedAt: recordedAt.toISOString(),
  actor,
  reason,
  commandId,
  correlationId,
  causationId,
  type,
  schema,
});
