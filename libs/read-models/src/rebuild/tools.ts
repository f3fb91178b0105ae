import type { Pool } from 'pg';
import type { DomainEvent } from '../../../situations/src/index.js';
import type { Projection } from '../projection.js';
import type { AcceptedEvents } from './accepted-events.js';

/** What a worker needs for a rebuild. */
export type RebuildTools = {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly events: AcceptedEvents;
  /** Every version that is known of each read model; of those of one name the first is live unless a rebuild switched to another. */
  readonly projections: readonly Projection<DomainEvent>[];
  /** Names this worker, and no other that ever was. */
  readonly worker: string;
  /** Ends the work after the transaction under way; any worker can go on later. */
  readonly signal: AbortSignal;
};

/** The version of a read model. Throws where this program does not know it. */
export const projectionOf = (
  { projections }: Pick<RebuildTools, 'projections'>,
  name: string,
  version: number,
): Projection<DomainEvent> => {
  const projection = projections.find((known) => known.name === name && known.version === version);
  if (projection === undefined) throw new VersionNotKnown(`this program does not know version ${version} of ${name}`);
  return projection;
};

export class VersionNotKnown extends Error {
  override readonly name = 'VersionNotKnown';
}
