import type { Asked } from './http/answer.js';
import type { Screen } from './terminal/screen.js';
import { moment } from './terminal/dates.js';
import { paragraph } from './terminal/wrap.js';

const KNOWERS: Readonly<Record<Asked['clock'], string>> = { published: 'as the public could know it', recorded: 'as this system knew it' };

/** Which question an answer answers: moment, knowledge, clock and position, in a sentence. */
export const asOfView = ({ validAt, knownAt, clock, position }: Asked, screen: Screen): string => {
  const knowledge = knownAt === null || knownAt === undefined ? 'by everything recorded' : `${KNOWERS[clock]} at ${moment(knownAt)}`;
  const log = position === null ? 'empty log' : `up to log position ${position}`;
  return paragraph(`At ${moment(validAt)}, ${knowledge} (clock: ${clock}, ${log}).`, screen, { style: 'dim' });
};
