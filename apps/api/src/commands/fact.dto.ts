import { IsNumber } from 'class-validator';
import { type Confidence, type Grade, occurredRange, type Precision } from '../../../../libs/situations/src/index.js';
import { check, field, Form, OneOf, Part, Text, Texts } from '../http/fields.js';
import { ThingId, WebAddress } from '../http/ids.js';
import { AtPrecision, Instant } from '../http/times.js';

const PRECISIONS = ['instant', 'minute', 'hour', 'day', 'month', 'year'] as const;
const CONFIDENCES = ['high', 'medium', 'low'] as const;
const ZONE = /^([+-]([01]\d|2[0-3]):[0-5]\d|Z)$/;

const Zone = () => Form(ZONE, 'time-malformed', 'is no UTC offset such as +01:00', { optional: true, example: '+00:00' });

/** WGS 84 decimal degrees, which come in pairs. */
const Degrees = (bound: number, other: 'lat' | 'lon') =>
  field(
    [
      IsNumber({ allowNaN: false, allowInfinity: false }),
      check('coordinates-range', `is beyond ±${bound}`, (value) => Math.abs(value as number) <= bound),
      check('coordinates-range', `is of no use without ${other}`, (_, of) => (of as PlaceBody)[other] !== undefined),
    ],
    { type: Number, minimum: -bound, maximum: bound },
    { optional: true },
  );

const endsNoSooner = (_: unknown, of: object): boolean => {
  try {
    const { start, end } = occurredRange(of as OccurredBody);
    return start <= end;
  } catch {
    return true; // the malformed part is told of itself
  }
};

export class OccurredBody {
  @AtPrecision({ example: '2025-10-28', description: 'RFC 3339 with offset, or YYYY-MM-DD, YYYY-MM, YYYY, as precision says' })
  from!: string;
  @AtPrecision({ optional: true, description: 'inclusive at its precision' }, [
    check('occurred-range', 'is before the range begins', endsNoSooner),
  ])
  to?: string;
  @OneOf(PRECISIONS, { example: 'day' })
  precision!: Precision;
  @Zone()
  zone?: string;
  @Text(200, { optional: true, description: 'the source’s own wording' })
  original?: string;
}

export class PublishedBody {
  @AtPrecision({ example: '2025-10-28' })
  at!: string;
  @OneOf(PRECISIONS, { example: 'day' })
  precision!: Precision;
  @OneOf(['stated', 'assumed'], { description: 'stated by the source, or assumed by whoever recorded it' })
  basis!: 'stated' | 'assumed';
  @Instant({ optional: true, description: 'by when it was certainly public' })
  notAfter?: string;
  @Zone()
  zone?: string;
  @Text(200, { optional: true })
  original?: string;
}

export class SourceBody {
  @ThingId({ example: 'us-embassy-bamako' })
  id!: string;
  @Text(500, { example: 'U.S. Embassy Bamako, security alert of 28 October 2025' })
  title!: string;
  @WebAddress({ optional: true })
  url?: string;
  @Form(/^[A-F][1-6]$/, 'malformed', 'is no Admiralty grade, A1 to F6', { optional: true, example: 'A1' })
  grade?: Grade;
  @Texts(20, 2000, { optional: true, description: 'further addresses that carry the same report' })
  alsoSee?: string[];
  @Text(500, { optional: true, description: 'where the very text that was read is archived' })
  evidence?: string;
}

export class PlaceBody {
  @Text(200, { example: 'Kati–Bamako road' })
  name!: string;
  @Degrees(90, 'lon')
  lat?: number;
  @Degrees(180, 'lat')
  lon?: number;
  @OneOf(['exact', 'approximate', 'region', 'country'], { optional: true })
  precision?: 'exact' | 'approximate' | 'region' | 'country';
  @Text(300, { optional: true, description: 'how the coordinates were found' })
  basis?: string;
}

/** What every report carries beside its content. */
export class FactBody {
  @Part(() => OccurredBody)
  occurred!: OccurredBody;
  @Part(() => PublishedBody, { optional: true })
  publishedAt?: PublishedBody;
  @Instant({ optional: true, description: 'when it was seen by whoever recorded it' })
  observedAt?: string;
  @Part(() => SourceBody)
  source!: SourceBody;
  @OneOf(CONFIDENCES, { optional: true })
  confidence?: Confidence;
  @Texts(50, 2000, { optional: true, description: 'what is to be known about the report itself' })
  remarks?: string[];
}
