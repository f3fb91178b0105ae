import { ValidateBy, type ValidationArguments } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { type ObservationKind, STATUSES } from '../../../../libs/situations/src/index.js';
import { OneOf, Part, Text } from '../http/fields.js';
import { SubjectId, ThingId } from '../http/ids.js';
import { Bound } from '../http/times.js';
import { FactBody, PlaceBody } from './fact.dto.js';
import { faultOfValue } from './observed-value.js';
import { endsAfterItBegins } from './validity.js';

const KINDS = [...Object.keys(STATUSES), 'fuel-inflow', 'fuel-price', 'power', 'curfew', 'context'];

const valueOf = ({ value, object }: ValidationArguments) => faultOfValue((object as { kind?: unknown }).kind, value);

/** The kind says what the value may be; one constraint a code, so that each fault is told by its own. */
const ObservedValue = (): PropertyDecorator => (target, property) => {
  for (const code of ['wrong-type', 'missing', 'unknown-field', 'not-allowed-value', 'out-of-range', 'malformed', 'too-long'] as const) {
    ValidateBy({
      name: code,
      validator: {
        validate: (_, args) => args === undefined || valueOf(args)?.code !== code,
        defaultMessage: (args) => (args === undefined ? code : (valueOf(args)?.message ?? code)),
      },
    })(target, property);
  }
};

export class ObservationBody extends FactBody {
  @ThingId({ optional: true, description: 'derived where absent' })
  observationId?: string;
  @OneOf(KINDS, { example: 'corridor-status' })
  kind!: ObservationKind;
  @SubjectId({ example: 'senegal', description: 'what the kind is observed of: a corridor, a carrier, a town, country' })
  subject!: string;
  @ObservedValue()
  @ApiProperty({ type: 'object', additionalProperties: true, example: { status: 'escorted' }, description: 'checked by kind' })
  value!: unknown;
  @Part(() => PlaceBody, { optional: true })
  place?: PlaceBody;
  @Text(5000, { optional: true })
  summary?: string;
  @Bound({ optional: true, description: 'from when it holds, where not from when it occurred' })
  validFrom?: string;
  @Bound({ optional: true }, [endsAfterItBegins])
  validTo?: string;
}
