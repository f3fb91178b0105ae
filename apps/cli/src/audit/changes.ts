import type { FacetChange, GuidanceChange, SectionChange } from '../../../../libs/read-models/src/index.js';
import { counted } from '../terminal/dates.js';
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

const sectionWords = ({ title, change, aboutSafety, beyondFormatting, linesAdded, linesRemoved }: SectionChange): string => {
  const notes = [...(aboutSafety ? ['about safety'] : []), ...(beyondFormatting ? [] : ['in form alone'])];
  const lines = `${counted(linesAdded, 'line')} added, ${linesRemoved} removed`;
  return `${title}: ${change === 'changed' ? lines : `${change}, ${lines}`}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
};

/** What its text changed, section by section, or why that cannot be told. */
export const textChanged = ({ text }: Pick<GuidanceChange, 'text'>): string[] => {
  if (text === null) return ['no text is recorded'];
  if (text.comparedWith === null) return ['nothing to compare with: no earlier text is recorded'];
  return text.sections.length === 0 ? ['the same as before'] : text.sections.map(sectionWords);
};
