import { RecentlyUsed } from '../recently-used.js';
import { FACETS, type FacetName } from './travel-status.answer.js';

/** An advisory of a situation, and the facets that it ever stated. */
export type StatedAdvisory = {
  readonly key: string;
  readonly authority: string;
  readonly destination: string;
  readonly facets: readonly FacetName[];
};

const isFacet = (name: string): name is FacetName => (FACETS as readonly string[]).includes(name);

/** Of the keys of the read model (`<authority>/<destination>`, and with `/<facet>`), in their order. */
export const advisoriesOf = (keys: readonly string[]): readonly StatedAdvisory[] => {
  const advisories = new Map<string, StatedAdvisory & { facets: FacetName[] }>();
  for (const key of keys) {
    const [authority = '', destination = '', facet] = key.split('/');
    if (facet === undefined) advisories.set(key, { key, authority, destination, facets: [] });
    else if (isFacet(facet)) advisories.get(`${authority}/${destination}`)?.facets.push(facet);
  }
  return [...advisories.values()];
};

/** Situations that are remembered. The advisories of one are some kilobytes. */
const SITUATIONS = 1_000;

/**
 * What was ever stated in a situation up to an offset. There is only ever more of it, so what was read once holds for every earlier position;
 * for a later one it is read again. `table` names the table that was read: a rebuild puts another in its place. One for each database and process.
 * Holds the situations asked about last.
 */
export class StatedKeys {
  private readonly known = new RecentlyUsed<{
    readonly table: number;
    readonly upTo: number;
    readonly advisories: readonly StatedAdvisory[];
  }>(SITUATIONS);

  /** All there are up to `offset`, and perhaps later ones; undefined where that is not known. */
  upTo(subject: string, table: number, offset: number): readonly StatedAdvisory[] | undefined {
    const stated = this.known.get(subject);
    return stated === undefined || stated.table !== table || stated.upTo < offset ? undefined : stated.advisories;
  }

  /** `offset`: one that the read model has reached. */
  remember(subject: string, table: number, offset: number, advisories: readonly StatedAdvisory[]): void {
    this.known.set(subject, { table, upTo: offset, advisories }, 1);
  }
}
