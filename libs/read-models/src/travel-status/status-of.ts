import type { Json } from '../projection.js';
import { combine } from './combined.js';
import { afterEnd } from './facet-in-force.js';
import type { FacetsInForce, InForce } from './recent-notices.js';
import { type AuthorityStatus, type FacetAnswers, FACETS, type FacetName, type TravelStatus } from './travel-status.answer.js';

/** What is in force of one advisory, and the version of its stream. */
export type AdvisoryInForce = {
  readonly authority: string;
  readonly destination: string;
  readonly version?: number | undefined;
  readonly said: FacetsInForce;
};

const answerOf = (facet: FacetName, { value, eventId, since, end }: InForce, validAt: number): Json => {
  const ended = end !== null && end <= validAt;
  const said = ended ? afterEnd(facet, value) : value;
  const stated = { since: ended ? new Date(end).toISOString() : since, eventId };
  return facet === 'level' ? { ...(said as { [key: string]: Json }), ...stated } : { value: said, ...stated };
};

/** The answer from what is in force, advisories in the order of their keys; `validAt` in milliseconds. Those that stated no facet are not listed. */
export const statusOf = (advisories: readonly AdvisoryInForce[], validAt: number): TravelStatus => {
  const authorities: AuthorityStatus[] = [];
  for (const { authority, destination, version = 0, said } of advisories) {
    const facets: { [Facet in FacetName]?: Json } = {};
    let isStated = false;
    for (const facet of FACETS) {
      const inForce = said[facet];
      if (inForce === undefined) continue;
      isStated = true;
      facets[facet] = answerOf(facet, inForce, validAt);
    }
    if (isStated) authorities.push({ authority, destination, version, facets: facets as FacetAnswers });
  }
  // By key `US-STATE/…` would come before `US/…`.
  authorities.sort((one, other) => (one.authority < other.authority ? -1 : one.authority > other.authority ? 1 : 0));
  return { authorities, combined: combine(authorities) };
};
