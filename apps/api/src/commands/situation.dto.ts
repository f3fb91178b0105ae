import type { Parameters, SituationClosed, SituationOpened } from '../../../../libs/situations/src/index.js';
import { Amount, Form, Forms, Part, Parts, Text } from '../http/fields.js';
import { DESTINATION, SubjectId } from '../http/ids.js';
import { PlaceBody, SourceBody } from './fact.dto.js';

export class SituationBody implements Omit<SituationOpened, 'type'> {
  @Text(200, { example: 'Fuel blockade of Mali, 2025' })
  title!: string;
  @Text(5000, { optional: true })
  summary?: string;
  @Forms(DESTINATION, 50, { minItems: 1, example: ['ML'], description: 'ISO 3166-1 alpha-2 codes of the countries concerned' })
  destinations!: string[];
}

/** Why a situation is closed or opened again. */
export class ReasonBody implements Omit<SituationClosed, 'type'> {
  @Text(2000, { example: 'The blockade was lifted and no report came for 30 days.' })
  reason!: string;
}

class ShareBody {
  @Form(/^\d{4}-\d{2}-\d{2}$/, 'time-malformed', 'is no day YYYY-MM-DD', { optional: true, description: 'from when; always, where absent' })
  from?: string;
  @Amount(0, 1, { example: 0.4 })
  share!: number;
}

class CorridorBody {
  @SubjectId({ example: 'senegal' })
  subject!: string;
  @Text(200, { example: 'Dakar–Bamako' })
  name!: string;
  @Parts(() => ShareBody, 100, { description: 'of the normal inflow' })
  shares!: ShareBody[];
  @Part(() => SourceBody)
  source!: SourceBody;
}

class FuelBaselineBody {
  @Amount(0, 100_000, { description: 'that came in on a normal day' })
  tankersPerDay!: number;
  @Part(() => SourceBody)
  source!: SourceBody;
}

class MainCarrierBody {
  @SubjectId({ example: 'diarra-transport' })
  subject!: string;
  @Text(200, { example: 'Diarra Transport' })
  name!: string;
  @Part(() => SourceBody)
  source!: SourceBody;
}

class NamedPlaceBody extends PlaceBody {
  @Part(() => SourceBody)
  source!: SourceBody;
}

/** Replaces the parameters that it names and leaves the others. */
export class ParametersBody implements Parameters {
  @Parts(() => CorridorBody, 50, { optional: true })
  corridors?: CorridorBody[];
  @Part(() => FuelBaselineBody, { optional: true })
  fuelBaseline?: FuelBaselineBody;
  @Parts(() => MainCarrierBody, 50, { optional: true })
  mainCarriers?: MainCarrierBody[];
  @Parts(() => NamedPlaceBody, 1000, { optional: true })
  places?: NamedPlaceBody[];
}
