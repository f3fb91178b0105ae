import { type Confidence, INCIDENT_KINDS, type IncidentKind } from '../../../../libs/situations/src/index.js';
import { Amount, check, OneOf, Part, Parts, Text, Texts } from '../http/fields.js';
import { ThingId } from '../http/ids.js';
import { Instant } from '../http/times.js';
import { FactBody, PlaceBody, PublishedBody, SourceBody } from './fact.dto.js';

const MOST = 1_000_000_000;

class FigureBody {
  @Text(60, { example: 'tankers-destroyed' })
  measure!: string;
  @Text(60, { optional: true, example: 'drivers' })
  group?: string;
  @Amount(0, MOST, { optional: true })
  low?: number;
  @Amount(0, MOST, { optional: true })
  @check('out-of-range', 'is less than low', (value, of) => !((value as number) < ((of as FigureBody).low ?? 0)))
  high?: number;
  @Text(200, { example: 'more than 100 tankers' })
  text!: string;
}

/** What one source says of an incident. Times, source and confidence are the incident's where absent. */
export class RevisedClaimBody {
  @Part(() => SourceBody, { optional: true })
  source?: SourceBody;
  @OneOf(['high', 'medium', 'low'], { optional: true })
  confidence?: Confidence;
  @Part(() => PublishedBody, { optional: true })
  publishedAt?: PublishedBody;
  @Instant({ optional: true })
  observedAt?: string;
  @Parts(() => FigureBody, 50)
  figures!: FigureBody[];
  @Text(5000, { optional: true })
  text?: string;
}

export class ClaimBody extends RevisedClaimBody {
  @ThingId({ example: 'reuters' })
  claimId!: string;
}

export class IncidentBody extends FactBody {
  @ThingId({ optional: true, description: 'derived where absent' })
  incidentId?: string;
  @OneOf(INCIDENT_KINDS)
  kind!: IncidentKind;
  @Part(() => PlaceBody)
  place!: PlaceBody;
  @Texts(50, 200, { example: ['JNIM'] })
  actors!: string[];
  @Text(5000, { optional: true })
  summary?: string;
  @Parts(() => ClaimBody, 100)
  claims!: ClaimBody[];
}

class SightingBody {
  @Text(2000)
  reason!: string;
  @Part(() => PublishedBody, { optional: true })
  publishedAt?: PublishedBody;
  @Instant({ optional: true })
  observedAt?: string;
}

export class RetractionBody extends SightingBody {}

export class ReclassificationBody extends SightingBody {
  @OneOf(INCIDENT_KINDS)
  kind!: IncidentKind;
}

export class MergeBody extends SightingBody {
  @ThingId({ description: 'the incident that speaks for both from now on' })
  into!: string;
}

export class UnmergeBody extends SightingBody {
  @ThingId({ description: 'the incident that spoke for both' })
  from!: string;
}
