import { blockadeSeverityProjection } from './blockade-severity/blockade-severity.projection.js';
import type { DomainEvent } from '../../situations/src/index.js';
import { guidanceChangesProjection } from './guidance-changes/guidance-changes.projection.js';
import { incidentsProjection } from './incidents/incidents.projection.js';
import { observationsProjection } from './observations/observations.projection.js';
import type { Projection } from './projection.js';
import { sourcesProjection } from './sources/sources.projection.js';
import { timelineProjection } from './timeline/timeline.projection.js';
import { travelStatusProjection } from './travel-status/travel-status.projection.js';

/** The read models that commit with the verdict. */
export const LIVE_PROJECTIONS: readonly Projection<DomainEvent>[] = [
  travelStatusProjection,
  guidanceChangesProjection,
  timelineProjection,
  incidentsProjection,
  observationsProjection,
  blockadeSeverityProjection,
  sourcesProjection,
];

/**
 * Next versions of read models: built by a rebuild beside the live ones, which stay live until the difference is approved. Once it is everywhere,
 * the next release moves it up in place of the old one.
 */
const NEXT_PROJECTIONS: readonly Projection<DomainEvent>[] = [];

/** Every version that this program knows; of those of one name the first is live where no rebuild switched to another. */
export const PROJECTIONS: readonly Projection<DomainEvent>[] = [...LIVE_PROJECTIONS, ...NEXT_PROJECTIONS];

/**
 * Of each read model the version that is live. `versions` are those that rebuilds switched to; `unknown` are the ones among them that are
 * not in `projections`, of read models that are.
 */
export const liveProjections = (
  projections: readonly Projection<DomainEvent>[],
  versions: ReadonlyMap<string, number>,
): { known: readonly Projection<DomainEvent>[]; unknown: readonly (readonly [name: string, version: number])[] } => {
  const known: Projection<DomainEvent>[] = [];
  const unknown: [string, number][] = [];
  for (const name of new Set(projections.map((projection) => projection.name))) {
    const ofName = projections.filter((projection) => projection.name === name);
    const version = versions.get(name) ?? ofName[0]!.version;
    const live = ofName.find((projection) => projection.version === version);
    if (live === undefined) unknown.push([name, version]);
    else known.push(live);
  }
  return { known, unknown };
};
