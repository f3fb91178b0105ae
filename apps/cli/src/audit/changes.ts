import type { FacetChange, GuidanceChange } from '../../../../libs/read-models/src/index.js';
import { FACETS, facetWords } from '../words.js';

type Facets = Pick<GuidanceChange, 'facets'>;

const isSame = ({ before, after }: FacetChange): boolean => JSON.stringify(before) === JSON.stringify(after);

const wordsOf = ({ facets }: Facets, told: (change: FacetChange) => boolean): string[] =>
  FACETS.flatMap((facet) => {
    const change = facets[facet];
    if (change === undefined || !told(change)) return [];
    const after = facetWords(change.after);
    return [`${facet}: ${isSame(change) ? `${after}, as before` : `${facetWords(change.before)} → ${after}`}`];
  });

/** What a notice stated, facet by facet: `action: not recorded → leave-now`, or that it is as before. */
export const facetsStated = (change: Facets): string[] => wordsOf(change, () => true);

/** Without what it only repeated. */
export const facetsChanged = (change: Facets): string[] => wordsOf(change, (facet) => !isSame(facet));

export const UNDERSTATES = '⚠ the note tells less than what changed';

/** A publisher's own words in quotes, or that there are none. */
export const noteWords = (note: string | null): string => (note === null ? 'none recorded' : `“${note}”`);
