import { EVENT_SCHEMAS } from '../../../../libs/situations/src/index.js';
import { type About, check, field, Text } from '../http/fields.js';
import { SITUATION } from '../http/ids.js';

/** Each is looked up. */
const MOST_SITUATIONS = 100;
const TYPES = Object.keys(EVENT_SCHEMAS);

/** What a parameter names that may come several times, and hold several parted by commas. */
export const namesIn = (value: string | readonly string[]): string[] => [value].flat().flatMap((part) => part.split(','));

const each =
  (holds: (name: string) => boolean) =>
  (value: unknown): boolean =>
    namesIn(value as string | string[]).every(holds);

const Names = (code: string, message: string, holds: (name: string) => boolean, most: number, items: object, about: About) =>
  field(
    [
      check(code, message, each(holds)),
      check('too-many', `are more than ${most}`, (value) => namesIn(value as string | string[]).length <= most),
    ],
    { type: 'array', items, maxItems: most } as object,
    { optional: true, ...about },
  );

export class LiveQuery {
  @Names(
    'id-malformed',
    'a situation is called by lower-case letters, digits and -, at most 64',
    (name) => SITUATION.test(name),
    MOST_SITUATIONS,
    { type: 'string', pattern: SITUATION.source },
    { description: 'events of these situations, parted by commas or one a parameter; of all, where absent', example: ['mali-2025'] },
  )
  situation?: string | string[];

  @Names(
    'not-allowed-value',
    `is none of ${TYPES.join(', ')}`,
    (name) => TYPES.includes(name),
    TYPES.length,
    { type: 'string', enum: TYPES },
    { description: 'events of these types; of all, where absent', example: ['AdvisoryChanged'] },
  )
  types?: string | string[];

  @Text(4_000, {
    optional: true,
    description:
      'the positions to go on from, as Last-Event-ID, which counts where both are sent. With situations named, those of their partitions are enough: ' +
      'the position of any answer on one',
    example: '3-124',
  })
  after?: string;
}
