import type { CombinedStatus, FactChange } from '../../../../libs/read-models/src/index.js';
import { keyWords, valueWords } from '../diff/words.js';
import { counted, moment, span } from '../terminal/dates.js';
import { paint, type Screen, type Style } from '../terminal/screen.js';
import { clean, hanging, paragraph, widthOf } from '../terminal/wrap.js';
import { capital, nativeLevel, NOT_RECORDED } from '../words.js';
import type { End, Frame, Opening } from './replay.answer.js';

const CLOCKS: Readonly<Record<Opening['clock'], string>> = {
  recorded: 'as this system came to know it',
  published: 'as the public could come to know it',
  occurred: 'as it happened, told with all that is known',
};
const BAND_STYLES: Readonly<Record<string, Style>> = { high: 'red', 'very-high': 'red', medium: 'yellow' };
const INDENT = 4;

/** As wide as the screen leaves room for beside the figures. */
const barWidth = ({ width }: Screen): number => Math.max(10, Math.min(40, width - 50));

const bar = (score: number, screen: Screen): string => {
  const width = barWidth(screen);
  const filled = Math.round((score * width) / 100);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
};

export const severityLine = ({ severity: { score, band, coverage, provisional } }: Pick<Frame, 'severity'>, screen: Screen): string => {
  const drawn = paint(bar(score, screen), BAND_STYLES[band], screen);
  return `Severity ${score.toFixed(1).padStart(5)} ${drawn} ${band}, coverage ${coverage}${provisional ? ' (provisional)' : ''}`;
};

const FACETS = ['departure', 'action', 'airport', 'overland'] as const satisfies readonly (keyof CombinedStatus)[];

/** The strictest of each facet, in a line. */
export const statusLine = ({ status: { combined } }: Pick<Frame, 'status'>, screen: Screen): string => {
  const { level } = combined;
  const words = FACETS.flatMap((facet) => (combined[facet] === undefined ? [] : [`${facet} ${combined[facet].value}`]));
  const told = [
    ...(level === undefined ? [] : [`level ${level.rank} of 4 (${nativeLevel(level.native).replace(/^level /, '')})`]),
    ...words,
  ];
  return paragraph(`Strictest: ${told.length === 0 ? NOT_RECORDED : told.join(', ')}`, screen);
};

const observed = (said: FactChange['after']) => (said === null ? null : (said.value as { value: FactChange['after'] }).value);

/** What changed that a reader of the screen would look for; the reports themselves stand above it. */
const changeLine = ({ model, key, before, after }: FactChange): string | undefined => {
  const facet = model === 'travel_status';
  if (!facet && model !== 'observations') return undefined;
  const kind = facet ? 'status' : 'observation';
  const wordsOf = (said: FactChange['after']) => valueWords(kind, (facet ? (said?.value ?? null) : observed(said)) as never);
  const [was, is] = [wordsOf(before), after === null ? 'taken back' : wordsOf(after)];
  return was === is ? undefined : `${keyWords(kind, key)}: ${was} → ${is}`;
};

/** Columns of the longest kinds: military-operation, coordinated-attack. */
const KIND = 18;

/** Of guidance its authority too: the text is in the words of the notice. */
const eventLine = ({ kind, text, occurred, stream }: Frame['events'][number], screen: Screen): string => {
  const [family, authority = ''] = stream.split('/');
  const day = occurred === null ? '' : ` (${occurred.from.slice(0, 10)})`;
  return hanging(`  ${kind.padEnd(KIND)} `, `${family === 'advisory' ? `${authority}: ` : ''}${clean(text)}${day}`, screen);
};

/** What came at a moment and what it changed, in lines that scroll. */
export const frameView = (frame: Frame, screen: Screen): string => {
  const changes = frame.changed.flatMap((change) => changeLine(change) ?? []);
  return [
    paint(moment(frame.moment), 'bold', screen),
    ...frame.events.map((event) => eventLine(event, screen)),
    ...changes.map((line) => hanging(`${' '.repeat(INDENT)}→ `, line, screen, 'yellow')),
  ].join('\n');
};

/** The lines that stay below what scrolls. */
export const footerView = (frame: Pick<Frame, 'status' | 'severity'>, screen: Screen): string =>
  [
    paint('─'.repeat(Math.min(screen.width, widthOf(severityLine(frame, { ...screen, colours: false })))), 'dim', screen),
    severityLine(frame, screen),
    statusLine(frame, screen),
  ].join('\n');

export const openingView = (opening: Opening, screen: Screen): string => {
  const { situation, clock, step, speed, from, to, position, frames } = opening;
  const pace = speed === 'max' ? 'as fast as it comes' : `${speed < 1 ? `${speed} s` : span(speed)} of it each second`;
  return [
    paragraph(`Replay of ${situation}, an exercise: ${moment(from)} to ${moment(to)}`, screen, { style: 'bold' }),
    paragraph(
      `${capital(CLOCKS[clock])} (clock: ${clock}, up to log position ${position}); ${counted(frames, 'frame')}, ${step === 'event' ? 'one when something came' : `one each ${step}`}, ${pace}.`,
      screen,
      { style: 'dim' },
    ),
    '',
    paragraph('Before it begins:', screen, { style: 'bold' }),
    severityLine(opening.before, screen),
    statusLine(opening.before, screen),
    '',
  ].join('\n');
};

export const endView = ({ disclaimer }: End, told: number, last: Frame | undefined, screen: Screen): string =>
  [
    '',
    paragraph(`${counted(told, 'frame')} told.`, screen),
    ...(last === undefined ? [] : [paragraph(`Digest of the facts in force at the end: ${last.digest}`, screen, { style: 'dim' })]),
    paragraph(disclaimer, screen, { style: 'yellow' }),
  ].join('\n');
