import type { FacetName, LevelAnswer } from '../../../libs/read-models/src/index.js';

// The words for people of what the api answers.

/** In the order in which screens show them; the first five are what a duty officer asks for. */
export const FACETS = [
  'level',
  'departure',
  'action',
  'airport',
  'overland',
  'means',
  'scope',
  'services',
] as const satisfies readonly FacetName[];

export const NOT_RECORDED = 'not recorded';

/** An authority's own word for its level: bare numbers are named, and its underscores are spaces. */
export const nativeLevel = (native: string): string => (/^\d+$/.test(native) ? `level ${native}` : native.replaceAll('_', ' '));

/** On the common scale from 1 (least) to 4 (most strict). */
export const rankOf = ({ native, rank }: Pick<LevelAnswer, 'native' | 'rank'>): string | undefined => {
  if (native === 'unknown') return undefined;
  return rank === null ? 'no rank' : `rank ${rank} of 4`;
};

type Level = Pick<LevelAnswer, 'native' | 'rank'>;
const isLevel = (value: object): value is Level => 'native' in value && 'rank' in value;

/** A facet's value, whatever the facet; null is what was never stated. */
export const facetWords = (value: unknown): string => {
  if (value === null || value === undefined) return NOT_RECORDED;
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object')
    return isLevel(value) ? [nativeLevel(value.native), rankOf(value)].filter(Boolean).join(', ') : JSON.stringify(value);
  return String(value);
};

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
