import { instantMs } from '../../../../libs/situations/src/index.js';
import { REPLAY_CLOCKS, type ReplayClock, type ReplayStep, STEPS } from '../../../../libs/read-models/src/index.js';
import { check, Form, OneOf, Text } from '../http/fields.js';
import { Bound, Instant } from '../http/times.js';

const REPLAY_STEPS = ['event', ...Object.keys(STEPS)];
/** Faster than this nobody can tell from max. */
const FASTEST = 1e9;
const SPEED = /^(max|-?\d{1,12}(\.\d{1,6})?x?)$/;
const inRange = (value: unknown): boolean => {
  const speed = speedOf(String(value));
  return !SPEED.test(String(value)) || (speed > 0 && (speed === Infinity || speed <= FASTEST));
};

/** How many seconds of the course a second takes; Infinity for `max`. */
export const speedOf = (text: string): number => (text === 'max' ? Infinity : Number.parseFloat(text));

export class ReplayQuery {
  @Bound({
    optional: true,
    description: 'the first moment, or a whole day from its start; that of the first event, where absent',
    example: '2025-10-20',
  })
  from?: string;
  @Bound({
    optional: true,
    description: 'the last moment, or a whole day to its end; that of the last event, but not after now, where absent',
    example: '2025-11-12',
  })
  to?: string;
  @Text(40, { optional: true, description: 'begin at what this commit recorded, instead of from', example: '3-17' })
  fromPosition?: string;
  @OneOf(REPLAY_CLOCKS, { optional: true, description: 'by which time events follow each other; published, where absent' })
  clock?: ReplayClock;
  @Form(SPEED, 'malformed', 'is neither a number nor max', {
    optional: true,
    description: 'seconds of the course in a second, such as 86400 or 86400x; max, where absent',
    example: '86400x',
  })
  @check('out-of-range', `is not above 0 and at most ${FASTEST}`, inRange)
  speed?: string;
  @OneOf(REPLAY_STEPS, { optional: true, description: 'a frame when something came, or at fixed distances; event, where absent' })
  step?: ReplayStep;
  @Text(40, { optional: true, description: 'the last commit that counts; the newest, where absent', example: '3-125' })
  position?: string;
}

export class StateQuery {
  @Instant({ optional: true, description: 'the moment in the world that is asked about; now, where absent' })
  validAt?: string;
  @Instant({ optional: true, description: 'what was known at that moment; everything at the position, where absent' })
  knownAt?: string;
  @OneOf(REPLAY_CLOCKS, {
    optional: true,
    description: 'as of the frames of a replay; recorded, where absent. occurred goes without knownAt',
  })
  @check('not-allowed-value', 'goes without knownAt: it is told with everything at the position', (value, of) => {
    return !(value === 'occurred' && (of as StateQuery).knownAt !== undefined);
  })
  clock?: ReplayClock;
  @Text(40, { optional: true, description: 'the last commit that counts; the newest, where absent', example: '3-125' })
  position?: string;
}

const FRAME_ID = /^(\d{1,5}-\d{1,16});([^;]{20,40});\d{1,5}-(\d{1,16})$/;

/** What a frame's id says; undefined where it is none. */
export const parseFrameId = (text: string): { position: string; moment: number; offset: number } | undefined => {
  const [, position, moment, offset] = FRAME_ID.exec(text) ?? [];
  const at = moment === undefined ? undefined : instantMs(moment);
  return position === undefined || at === undefined ? undefined : { position, moment: at, offset: Number(offset) };
};
