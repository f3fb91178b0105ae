import type { Fact } from '../fact.js';
import { BOUND, FACT, PLACE } from '../fact.schema.js';
import { allOf, anyOf, type JsonSchema, matching, NAME, NUMBER, objectOf, oneOfValues, TEXT } from '../json-schema.js';
import { TIME_FORMATS } from '../time-formats.js';
import { type ObservationKind, type ObservationRecorded, type Observed, STATUSES, type StatusKind } from './observation.events.js';

type ValueOf<Kind extends ObservationKind> = Extract<Observed, { kind: Kind }>['value'];
type Measured<Kind extends ObservationKind> = Exclude<ValueOf<Kind>, { status: string }>;

const status = (...statuses: readonly string[]) => objectOf<{ status: string }>({ status: oneOfValues(...statuses) }, {});
const orUnknown = (schema: JsonSchema) => anyOf(schema, status('unknown'));
const CLOCK = matching(TIME_FORMATS.clock);

const STATUS_VALUES = Object.entries(STATUSES).map(([kind, statuses]): [string, JsonSchema] => [kind, status(...statuses)]);

const OTHER_VALUES: Record<Exclude<ObservationKind, StatusKind>, JsonSchema> = {
  'fuel-inflow': orUnknown(objectOf<Measured<'fuel-inflow'>>({ tankersPerDay: NUMBER }, {})),
  'fuel-price': orUnknown(
    objectOf<Measured<'fuel-price'>>({ low: NUMBER, currency: NAME }, { high: NUMBER, normal: NUMBER, market: TEXT }),
  ),
  power: orUnknown(objectOf<Measured<'power'>>({ hoursPerDay: NUMBER }, {})),
  curfew: anyOf(objectOf<Measured<'curfew'>>({ from: CLOCK, to: CLOCK }, {}), status('none', 'unknown')),
  context: objectOf<ValueOf<'context'>>({ text: TEXT }, {}),
};

const OBSERVED = anyOf(
  ...[...STATUS_VALUES, ...Object.entries(OTHER_VALUES)].map(([kind, value]) =>
    objectOf<Pick<Observed, 'kind' | 'value'>>({ kind: { const: kind }, value }, {}),
  ),
);

export const OBSERVATION_RECORDED = allOf(
  FACT,
  OBSERVED,
  objectOf<Omit<ObservationRecorded, keyof Fact | 'type' | 'kind' | 'value'>>(
    { observationId: NAME, subject: NAME },
    { place: PLACE, summary: TEXT, validFrom: BOUND, validTo: BOUND },
  ),
);
