import type { AuthorityStatus, CombinedStatus, FacetName, TravelStatus } from '../../../../libs/read-models/src/index.js';
import { dayOf } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { type Cell, type Column, type Line, table } from '../terminal/table.js';
import { capital, facetWords, FACETS, nativeLevel, NOT_RECORDED, rankOf } from '../words.js';

const dim = (text: string): Line => ({ text, style: 'dim' });

/** The value, and the day since which it is in force. */
const facetCell = (facet: FacetName, { facets }: AuthorityStatus): Cell => {
  if (facet === 'level') {
    const { level } = facets;
    if (level === undefined) return dim(NOT_RECORDED);
    const rank = rankOf(level);
    return [nativeLevel(level.native), ...(rank === undefined ? [] : [rank]), dim(dayOf(level.since))];
  }
  const answer = facets[facet];
  return answer === undefined ? dim(NOT_RECORDED) : [facetWords(answer.value), dim(dayOf(answer.since))];
};

/** An authority's destination is told only where there are several. */
const nameOf = ({ authority, destination }: { authority: string; destination: string }, several: boolean): string =>
  several ? `${authority} for ${destination}` : authority;

export const severalDestinations = (authorities: readonly AuthorityStatus[]): boolean =>
  new Set(authorities.map(({ destination }) => destination)).size > 1;

const isCombined = (facet: FacetName): facet is keyof CombinedStatus & FacetName =>
  ['level', 'departure', 'action', 'airport', 'overland'].includes(facet);

/** The strictest value and whose it is; unknown where it was stated and none of it can be ordered. */
const combinedCell = (facet: FacetName, { combined, authorities }: TravelStatus, several: boolean): Cell => {
  if (!isCombined(facet)) return dim('each its own');
  const strictest = combined[facet];
  if (strictest === undefined) return authorities.some(({ facets }) => facets[facet] !== undefined) ? 'unknown' : dim(NOT_RECORDED);
  const value = 'native' in strictest ? [nativeLevel(strictest.native), rankOf(strictest) ?? 'unknown'] : [strictest.value];
  const shelter = 'shelter' in strictest && strictest.shelter && strictest.value !== 'shelter' ? ['and shelter'] : [];
  const alike = strictest.losers.filter(({ value, rank }) =>
    'native' in strictest ? rank === strictest.rank : value === strictest.value,
  ).length;
  const others = alike === 0 ? [] : [dim(`and ${alike} more`)];
  return [...value, ...shelter, dim(nameOf(strictest, several)), ...others, dim(dayOf(strictest.since))];
};

/** Narrower than this, facets go to a second table. */
const FACET_WIDTH = 12;
const GAP = 2;

const chunked = <T>(items: readonly T[], size: number): T[][] =>
  items.length === 0 ? [] : [items.slice(0, size), ...chunked(items.slice(size), size)];

/** Where not all fit into one table, the main facets come first, apart from the others. */
const shared = (facets: readonly FacetName[], across: number): FacetName[][] => {
  if (facets.length <= across) return [[...facets]];
  const others = facets.filter((facet) => !isCombined(facet));
  return [...chunked(facets.filter(isCombined), across), ...chunked(others, across)];
};

/** Authorities down, facets across, the strictest of all in the last line; as many tables as the width asks for. */
export const authoritiesView = (status: TravelStatus, facets: readonly FacetName[], screen: Screen): string => {
  const { authorities } = status;
  const several = severalDestinations(authorities);
  const names = authorities.map((authority) => nameOf(authority, several));
  const nameWidth = Math.min(14, Math.max('strictest'.length, ...names.map((name) => name.length)));
  const across = Math.max(1, Math.floor((screen.width - nameWidth) / (FACET_WIDTH + GAP)));
  return shared(facets, across)
    .map((some) => {
      const columns: Column[] = [
        { title: 'Authority', min: nameWidth },
        ...some.map((facet) => ({ title: capital(facet), min: FACET_WIDTH - 1 })),
      ];
      const rows = authorities.map((authority, index): Cell[] => [names[index]!, ...some.map((facet) => facetCell(facet, authority))]);
      const combined: Cell[] = [{ text: 'Strictest', style: 'bold' }, ...some.map((facet) => combinedCell(facet, status, several))];
      return table(columns, some.some(isCombined) ? [...rows, combined] : rows, screen);
    })
    .join('\n\n');
};

export const ALL_FACETS: readonly FacetName[] = FACETS;
export const MAIN_FACETS: readonly FacetName[] = FACETS.filter(isCombined);
