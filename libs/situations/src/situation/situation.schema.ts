import { DAY, PLACE, SOURCE } from '../fact.schema.js';
import { allOf, listOf, NAME, NUMBER, objectOf, TEXT } from '../json-schema.js';
import type {
  Corridor,
  FuelBaseline,
  MainCarrier,
  NamedPlace,
  Parameters,
  SituationClosed,
  SituationOpened,
  SituationParametersSet,
  SituationReopened,
} from './situation.events.js';

type Data<Event> = Omit<Event, 'type'>;

const CORRIDOR = objectOf<Corridor>(
  { subject: NAME, name: TEXT, shares: listOf(objectOf<Corridor['shares'][number]>({ share: NUMBER }, { from: DAY })), source: SOURCE },
  {},
);

const PARAMETERS = objectOf<Parameters>(
  {},
  {
    corridors: listOf(CORRIDOR),
    fuelBaseline: objectOf<FuelBaseline>({ tankersPerDay: NUMBER, source: SOURCE }, {}),
    mainCarriers: listOf(objectOf<MainCarrier>({ subject: NAME, name: TEXT, source: SOURCE }, {})),
    places: listOf(allOf(PLACE, objectOf<Pick<NamedPlace, 'source'>>({ source: SOURCE }, {}))),
  },
);

export const SITUATION_OPENED = objectOf<Data<SituationOpened>>({ title: TEXT, destinations: listOf(NAME) }, { summary: TEXT });
export const SITUATION_PARAMETERS_SET = objectOf<Data<SituationParametersSet>>({ parameters: PARAMETERS }, {});
export const SITUATION_CLOSED = objectOf<Data<SituationClosed>>({ reason: TEXT }, {});
export const SITUATION_REOPENED = objectOf<Data<SituationReopened>>({ reason: TEXT }, {});
