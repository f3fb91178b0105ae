import { IsString } from 'class-validator';
import { boundMs, instantMs, type Precision, rangeOf } from '../../../../libs/situations/src/index.js';
import { type About, check, field } from './fields.js';

// Times as fields: what is an instant needs its offset, and a missing one is told from any other fault.

const WITHOUT_OFFSET = /^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;
const NEEDS_OFFSET = 'an instant needs its offset, as in 2025-10-28T18:00:00Z';
const NO_INSTANT = 'is no RFC 3339 time with offset, such as 2025-10-28T18:00:00Z';

const lacksOffset = (value: unknown): boolean => typeof value === 'string' && WITHOUT_OFFSET.test(value);

const instantChecks = [
  IsString(),
  check('offset-missing', NEEDS_OFFSET, (value) => !lacksOffset(value)),
  check('time-malformed', NO_INSTANT, (value) => instantMs(value as string) !== undefined),
];

/** An RFC 3339 time with offset. */
export const Instant = (about: About = {}) =>
  field(instantChecks, { type: String, format: 'date-time' }, { example: '2025-10-28T18:00:00Z', ...about });

/** An instant, or a whole day. */
export const Bound = (about: About = {}, further: readonly PropertyDecorator[] = []) =>
  field(
    [
      IsString(),
      check('offset-missing', NEEDS_OFFSET, (value) => boundMs(value as string, 'start') !== undefined || !lacksOffset(value)),
      check(
        'time-malformed',
        'is neither an RFC 3339 time with offset nor a day',
        (value) => boundMs(value as string, 'start') !== undefined,
      ),
      ...further,
    ],
    { type: String },
    { example: '2025-11-09', ...about },
  );

const POINTS: readonly unknown[] = ['instant', 'minute', 'hour'];
const RANGES: readonly unknown[] = ['day', 'month', 'year'];

const precisionOf = (of: object): unknown => (of as { precision?: unknown }).precision;

/** A time written to the `precision` that stands beside it. Where that is none, the fault is told of the precision. */
export const AtPrecision = (about: About = {}, further: readonly PropertyDecorator[] = []) =>
  field(
    [
      IsString(),
      check('offset-missing', NEEDS_OFFSET, (value, of) => !(POINTS.includes(precisionOf(of)) && lacksOffset(value))),
      check('time-malformed', 'is not written to its precision: an RFC 3339 time with offset, or a day, month or year', (value, of) => {
        const precision = precisionOf(of);
        return (
          !(POINTS.includes(precision) || RANGES.includes(precision)) || rangeOf(value as string, precision as Precision) !== undefined
        );
      }),
      ...further,
    ],
    { type: String },
    about,
  );
