import type { GuidanceChange } from '../../../../libs/read-models/src/index.js';
import { FACETS, facetWords } from '../words.js';

/** What a notice changed, facet by facet: `action: not recorded → leave-now`. */
export const facetChanges = ({ facets }: Pick<GuidanceChange, 'facets'>): string[] =>
  FACETS.flatMap((facet) => {
    const change = facets[facet];
    return change === undefined ? [] : [`${facet}: ${facetWords(change.before)} → ${facetWords(change.after)}`];
  });

export const UNDERSTATES = '⚠ the note tells less than what changed';

/** A publisher's own words in quotes, or that there are none. */
export const noteWords = (note: string | null): string => (note === null ? 'none recorded' : `“${note}”`);
