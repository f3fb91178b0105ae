import { advisoryKey, isNotice, placeOfNotice } from '../advisory-notice.js';
import { corrected } from '../corrected.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { MODELS } from '../models.js';
import type { Projection } from '../projection.js';
import { FACETS } from './travel-status.answer.js';

/**
 * One assertion a facet, and one for the notice itself: a notice bounds the start of the later ones of its day whatever facets it states.
 */
export const travelStatusProjection: Projection<DomainEvent> = corrected({
  name: 'travel_status',
  version: MODELS.travel_status,
  project: ({ event }) => {
    if (!isNotice(event)) return [];
    const key = advisoryKey(event);
    const place = placeOfNotice(event);
    return [
      { op: 'assert', key, value: {}, ...place },
      ...FACETS.flatMap((facet) => {
        const value = event.facets[facet];
        return value === undefined ? [] : [{ op: 'assert' as const, key: `${key}/${facet}`, value, ...place }];
      }),
    ];
  },
});
