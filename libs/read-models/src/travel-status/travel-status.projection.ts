import { advisoryKey, isNotice, placeOfNotice } from '../advisory-notice.js';
import { corrected } from '../corrected.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { MODELS } from '../models.js';
import type { Json, Projection } from '../projection.js';
import { FACETS } from './travel-status.answer.js';

/**
 * One assertion for the notice itself, with all that it states, and one a facet. A notice bounds the start of the later ones of its day whatever
 * facets it states; of the last few notices a status is read without looking up each facet by itself.
 */
export const travelStatusProjection: Projection<DomainEvent> = corrected({
  name: 'travel_status',
  version: MODELS.travel_status,
  project: ({ event }) => {
    if (!isNotice(event)) return [];
    const key = advisoryKey(event);
    const place = placeOfNotice(event);
    return [
      { op: 'assert', key, value: event.facets as Json, ...place },
      ...FACETS.flatMap((facet) => {
        const value = event.facets[facet];
        return value === undefined ? [] : [{ op: 'assert' as const, key: `${key}/${facet}`, value, ...place }];
      }),
    ];
  },
});
