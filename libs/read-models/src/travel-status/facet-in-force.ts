import type { Level } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import type { FacetName } from './travel-status.answer.js';

/** What is left of a facet's value after the end of its validity: unknown, never the older value. */
export const afterEnd = (facet: FacetName, value: Json): Json =>
  facet === 'level' ? { native: 'unknown', rank: null, scheme: (value as unknown as Level).scheme } : 'unknown';
