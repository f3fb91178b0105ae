import type { Json } from '../projection.js';
import type { FacetChange, GuidanceChange } from './guidance-changes.answer.js';

type Said = {
  firstSight: boolean;
  /** The publisher changed the advisory without a word, and that is known. */
  withoutNote: boolean;
  assertedUnderstates: boolean;
};

const same = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What a first sight states anew is no change: the authority may have said so long before. */
const isChange = ({ before, after }: FacetChange, firstSight: boolean): boolean => !(firstSight && before === null) && !same(before, after);

/**
 * `material`: a tracked facet differs from what was in force before, or the source itself reports that the note tells less than the change.
 * `silent`: nothing tracked differs, and the publisher gave no word. `minor`: the rest.
 * The note understates where the source says so, or where a facet changed without a word. What the words are worth is not judged here.
 * Values come from JSON whose keys are in one order.
 */
export const changeOf = (said: Said, facets: GuidanceChange['facets']): Pick<GuidanceChange, 'kind' | 'noteUnderstates'> => {
  const facetChanged = Object.values(facets).some((change) => isChange(change, said.firstSight));
  const material = facetChanged || said.assertedUnderstates;
  return {
    kind: material ? 'material' : said.withoutNote ? 'silent' : 'minor',
    noteUnderstates: said.assertedUnderstates || (facetChanged && said.withoutNote && !said.firstSight),
  };
};
