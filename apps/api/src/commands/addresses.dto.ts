import { SituationId, ThingId } from '../http/ids.js';

// What the addresses of the routes name.

export class OfSituation {
  @SituationId()
  situationId!: string;
}

export class OfIncident extends OfSituation {
  @ThingId()
  incidentId!: string;
}

export class OfClaim extends OfIncident {
  @ThingId()
  claimId!: string;
}

/** Sources are recorded in a situation of their own, which the address does not say. */
export class NamesSource {
  @ThingId({ example: 'gov-uk-travel-advice' })
  sourceId!: string;
}
export type OfSource = NamesSource & OfSituation;
