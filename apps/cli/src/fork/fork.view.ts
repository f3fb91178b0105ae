import type { Json } from '../../../../libs/read-models/src/index.js';
import { keyWords, valueWords } from '../diff/words.js';
import { since } from '../terminal/dates.js';
import { paint, type Screen } from '../terminal/screen.js';
import { type Cell, table } from '../terminal/table.js';
import { clean, paragraph } from '../terminal/wrap.js';
import { NOT_RECORDED } from '../words.js';
import type { EditedEvent, FactDifference, ForkAnswer, ForkDay, ScoreDifference } from './fork.answer.js';

const CLOCKS: Readonly<Record<ForkAnswer['clock'], string>> = {
  recorded: 'as this system came to know it',
  published: 'as the public could come to know it',
  occurred: 'as it happened, told with all that is known',
};
const heading = (text: string, screen: Screen): string => paint(text.toUpperCase(), 'bold', screen);

const MOMENTS: Readonly<Record<ForkAnswer['clock'], string>> = { recorded: 'recorded', published: 'known', occurred: 'occurred' };

const editRow = ({ does, kind, text, stream, history, fork }: EditedEvent): Cell[] => {
  const [family, authority = ''] = stream.split('/');
  const when = (moment: string | null): string => (moment === null ? 'never' : since(moment));
  return [
    does.replace('-', ' '),
    `${kind}: ${family === 'advisory' ? `${authority}: ` : ''}${clean(text)}`,
    history === fork ? when(history) : does === 'added' ? when(fork) : `${when(history)} → ${when(fork)}`,
  ];
};

const editsView = ({ edits, withoutEffect, clock }: ForkAnswer, screen: Screen): string[] => [
  heading('Otherwise than on record', screen),
  edits.length === 0
    ? paragraph('Nothing: the fork is history.', screen)
    : table([{ title: 'Edit', min: 8 }, { title: 'Event' }, { title: `When ${MOMENTS[clock]}`, min: 12 }], edits.map(editRow), screen),
  ...(withoutEffect.length === 0
    ? []
    : [
        '',
        paragraph('Therefore without effect, since the rules would not have taken them:', screen),
        ...withoutEffect.map(({ kind, text, reason }) => paragraph(`${kind}: ${clean(text)} (${reason})`, screen, { indent: 2 })),
      ]),
];

/** What is told of one key: in words where it is a facet or an observation, else whether it is told at all. */
const sides = ({ model, key, history, fork }: FactDifference): { what: string; was: string; is: string } => {
  if (model === 'travel_status')
    return { what: keyWords('status', key), was: valueWords('status', history as never), is: valueWords('status', fork as never) };
  if (model === 'observations') return { what: keyWords('observation', key), was: observedWords(history), is: observedWords(fork) };
  const what = model === 'incidents' ? incidentWords(key) : key.replace('/', ' ');
  const [was, is] =
    history === null ? [NOT_RECORDED, 'recorded'] : fork === null ? ['recorded', NOT_RECORDED] : ['as recorded', 'otherwise'];
  return { what, was, is };
};

const observedWords = (said: Json): string =>
  said === null ? NOT_RECORDED : valueWords('observation', (said as { value: Json }).value as never);

const incidentWords = (key: string): string => {
  const [id = '', ...part] = key.split('/');
  return [`incident ${id}`, ...(part.length === 0 ? [] : [part.join(' ')])].join(', ');
};

const spanOf = ({ from, to }: FactDifference): string => (from === to ? from : `${from} to ${to}`);

const differencesView = (differences: readonly FactDifference[], screen: Screen): string =>
  table(
    [{ title: 'What' }, { title: 'History → fork' }, { title: 'Days', min: 14 }],
    differences.map((difference) => {
      const { what, was, is } = sides(difference);
      return [what, `${was} → ${is}`, spanOf(difference)];
    }),
    screen,
  );

const scoreWords = ({ score, band }: { score: number; band: string }): string => `${score.toFixed(1)} ${band}`;
const signed = (by: number): string => (by === 0 ? '=' : `${by > 0 ? '+' : '−'}${Math.abs(by).toFixed(1)}`);

const largestWords = ({ day, history, fork, by, components }: ScoreDifference): string =>
  `Largest difference of the score: ${signed(by)} on ${day}, ${scoreWords(history)} → ${scoreWords(fork)}` +
  ` (${components.map(({ id, history: was, fork: is }) => `${id} ${was.toFixed(1)} → ${is.toFixed(1)}`).join(', ')}).`;

const firstWords = ({ firstDifference, largestDifference }: ForkAnswer): string[] => {
  if (firstDifference === null) return ['The courses do not differ at the end of any day.'];
  const { day, facts, severity } = firstDifference;
  const told = facts.slice(0, 3).map((fact) => sides(fact).what);
  const more = facts.length - told.length;
  const what = [...told, ...(more > 0 ? [`${more} more`] : [])].join('; ');
  const scores =
    severity.history.score === severity.fork.score ? '' : `; severity ${scoreWords(severity.history)} → ${scoreWords(severity.fork)}`;
  return [
    `First difference: ${day}, ${what === '' ? 'in the score alone' : what}${scores}.`,
    largestDifference === null ? 'The score is the same on every day.' : largestWords(largestDifference),
  ];
};

const bar = (score: number, width: number): string => {
  const filled = Math.round((score * width) / 100);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
};

/** Columns that the day, the change and the guidance take at the least, with the gaps between all. */
const BESIDE = 39;
/** Columns of a score after its bar, and of the space between them and before the band. */
const SCORE = 7;

/** As wide as the screen leaves room for beside the words, twice. */
const barWidth = ({ width }: Screen, band: number): number => Math.max(4, Math.min(20, Math.floor((width - BESIDE) / 2) - SCORE - band));

const severityText = ({ severity: { score, band } }: ForkDay['history'], width: number): string =>
  `${bar(score, width)} ${score.toFixed(1).padStart(5)} ${band}`;

const FACETS = ['level', 'departure', 'action', 'airport', 'overland'] as const;

/** Facets of the strictest guidance that the fork has otherwise; nothing where there is none. */
const guidanceWords = ({ history, fork }: ForkDay): string => {
  const valueOf = ({ status: { combined } }: ForkDay['history'], facet: (typeof FACETS)[number]): string | undefined =>
    facet === 'level' ? combined.level?.native : combined[facet]?.value;
  return FACETS.filter((facet) => valueOf(history, facet) !== valueOf(fork, facet))
    .map((facet) => `${facet} ${valueOf(fork, facet) ?? NOT_RECORDED}`)
    .join(', ');
};

const daysView = (days: readonly ForkDay[], screen: Screen): string => {
  const band = Math.max(...days.flatMap(({ history, fork }) => [history.severity.band.length, fork.severity.band.length]));
  const width = barWidth(screen, band);
  const least = SCORE + width + band;
  let before = '';
  const rows = days.map((day): Cell[] => {
    const { history, fork } = day;
    const by = Math.round((fork.severity.score - history.severity.score) * 10) / 10;
    const apart = fork.severity.score !== history.severity.score || fork.severity.band !== history.severity.band;
    const guidance = guidanceWords(day);
    const told = guidance === '' ? '=' : guidance === before ? 'as the day before' : guidance;
    before = guidance;
    const yellow = (text: string, differs: boolean): Cell => (differs ? { text, style: 'yellow' } : text);
    return [day.day, severityText(history, width), yellow(severityText(fork, width), apart), signed(by), yellow(told, guidance !== '')];
  });
  return table(
    [
      { title: 'Day' },
      { title: 'History', min: least },
      { title: 'Fork', min: least },
      { title: 'By', align: 'right' },
      { title: 'Guidance' },
    ],
    rows,
    screen,
  );
};

export const forkView = (answer: ForkAnswer, screen: Screen): string => {
  const { situation, clock, position, days, differences, disclaimer } = answer;
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  return [
    paragraph(`EXERCISE: a fork of ${situation}, ${first} to ${last}`, screen, { style: 'bold' }),
    paragraph(
      `What would have been, ${CLOCKS[clock]} (clock: ${clock}, up to log position ${position}). Nothing of it is recorded.`,
      screen,
      {
        style: 'dim',
      },
    ),
    '',
    ...editsView(answer, screen),
    '',
    ...firstWords(answer).map((text) => paragraph(text, screen)),
    ...(differences.length === 0 ? [] : ['', heading('What differs', screen), differencesView(differences, screen)]),
    '',
    heading('Severity and guidance, day by day', screen),
    daysView(days, screen),
    '',
    paragraph(`This is an exercise and not the record. ${disclaimer}`, screen, { style: 'yellow' }),
  ].join('\n');
};
