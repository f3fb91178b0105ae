import type { Json } from '../projection.js';
import { combine } from './combined.js';
import { afterEnd } from './facet-in-force.js';
import { type AuthorityStatus, type FacetAnswers, FACETS, type FacetName, type TravelStatus } from './travel-status.answer.js';

/** What is in force of one key: of an advisory (with the version of its stream), or of a facet of it. */
export type InForce = { key: string; value: Json; event_id: string; since: Date; valid_to: Date | null; version: number | null };

const answerOf = (facet: FacetName, { value, event_id: eventId, since, valid_to: end }: InForce, validAt: number): Json => {
  const ended = end !== null && end.getTime() <= validAt;
  const said = ended ? afterEnd(facet, value) : value;
  const stated = { since: (ended ? end : since).toISOString(), eventId };
  return facet === 'level' ? { ...(said as { [key: string]: Json }), ...stated } : { value: said, ...stated };
};

/** The answer from what is in force, by key; `validAt` in milliseconds. Authorities that stated no facet are not listed. */
export const statusOf = (rows: readonly InForce[], validAt: number): TravelStatus => {
  const found = new Map(rows.map((row) => [row.key, row]));
  const authorities = rows.flatMap(({ key: advisory, version }): AuthorityStatus[] => {
    const [authority = '', destination = '', isFacet] = advisory.split('/');
    if (isFacet !== undefined) return [];
    const facets = FACETS.flatMap((facet) => {
      const row = found.get(`${advisory}/${facet}`);
      return row === undefined ? [] : [[facet, answerOf(facet, row, validAt)]];
    });
    return facets.length === 0
      ? []
      : [{ authority, destination, version: version ?? 0, facets: Object.fromEntries(facets) as FacetAnswers }];
  });
  // By key `US-STATE/…` would come before `US/…`.
  authorities.sort((one, other) => (one.authority < other.authority ? -1 : one.authority > other.authority ? 1 : 0));
  return { authorities, combined: combine(authorities) };
};
