import type { Incident } from '../incidents/incidents.answer.js';
import type { Observation } from '../observations/observations.answer.js';
import type { Json } from '../projection.js';
import { FACETS, type TravelStatus } from '../travel-status/travel-status.answer.js';
import type { Said, State } from './compare.js';

/** Key: `<authority>/<destination>/<facet>`. */
export const statusState = ({ authorities }: TravelStatus): State => {
  const state = new Map<string, Said>();
  for (const { authority, destination, facets } of authorities) {
    for (const facet of FACETS) {
      const stated = facets[facet];
      if (stated === undefined) continue;
      const { since, eventId, ...said } = stated;
      state.set(`${authority}/${destination}/${facet}`, { value: ('value' in said ? said.value : said) as Json, since, eventId });
    }
  }
  return state;
};

/** Key: `<kind>/<subject>`. */
export const observationState = (observations: readonly Observation[]): State =>
  new Map(observations.map(({ kind, subject, value, since, eventId }) => [`${kind}/${subject}`, { value, since, eventId }]));

const incidentSaid = ({ eventId, kind, figures, merged, validFrom }: Incident): Said => ({
  value: {
    kind,
    figures: figures.map(({ measure, group, used: { low, high, text, claimId } }) => ({
      measure,
      group,
      low,
      ...(high !== undefined && { high }),
      text,
      claimId,
    })),
    merged,
  },
  since: validFrom,
  eventId,
});

/** Key: the incident's id. What is told of it: kind, the figures used, and the incidents that it speaks for; of those, who speaks. */
export const incidentState = (incidents: readonly Incident[]): State =>
  new Map(
    incidents.flatMap((incident): [string, Said][] => {
      const { incidentId, merged, validFrom, eventId } = incident;
      const spokenFor = { value: { mergedInto: incidentId }, since: validFrom, eventId };
      return [[incidentId, incidentSaid(incident)], ...merged.map((id): [string, Said] => [id, spokenFor])];
    }),
  );
