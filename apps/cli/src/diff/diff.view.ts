import type { Axis, Diff, DiffItem, Standing, Unchanged } from '../../../../libs/read-models/src/index.js';
import type { Answer } from '../http/answer.js';
import { counted, moment, since } from '../terminal/dates.js';
import { paint, type Screen } from '../terminal/screen.js';
import { type Cell, EVENT_ID, table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';
import { changeWords, keyWords, valueWords } from './words.js';

export type DiffAnswer = Answer<Diff & { from: string; to: string; disclaimer: string }>;

const heading = (text: string, screen: Screen): string => paint(text.toUpperCase(), 'bold', screen);

const changeRow = (item: DiffItem): Cell[] => [
  keyWords(item.kind, item.key),
  [changeWords(item), ...(item.event === null ? [] : [{ text: item.event.eventId, style: 'dim' as const }])],
  item.since === null ? '' : since(item.since),
];

const changesView = (items: readonly DiffItem[], nothing: string, screen: Screen): string =>
  items.length === 0
    ? paragraph(nothing, screen)
    : table(
        [
          { title: 'What', min: 16 },
          { title: 'Before → after, by which event', min: EVENT_ID },
          { title: 'Since', min: 10 },
        ],
        items.map(changeRow),
        screen,
      );

const LOOKED = { check: 'checked', notice: 'notice', report: 'report' } as const;

const unchangedRow = ({ kind, key, value, since: from, lastLooked, lookedBy }: Unchanged): Cell[] => [
  keyWords(kind, key),
  valueWords(kind, value),
  since(from),
  lastLooked === null || lookedBy === null ? 'never' : `${since(lastLooked)} (${LOOKED[lookedBy]})`,
];

const unchangedView = (unchanged: readonly Unchanged[], standing: Standing, screen: Screen): string => {
  const rows = unchanged.filter((one) => one.standing === standing).map(unchangedRow);
  if (rows.length === 0) return paragraph('None.', screen);
  return table(
    [
      { title: 'What', min: 16 },
      { title: 'Value', min: 12 },
      { title: 'Since', min: 10 },
      { title: 'Last looked', min: 12 },
    ],
    rows,
    screen,
  );
};

const KNOWERS: Readonly<Record<DiffAnswer['clock'], string>> = {
  published: 'as the public could know it',
  recorded: 'as this system knew it',
};

/** The world, our knowledge and what did not change, apart from each other. */
export const diffView = (answer: DiffAnswer, screen: Screen): string => {
  const { situation, from, to, clock, position, items, unchanged, counts, truncated, disclaimer } = answer;
  const on = (axis: Axis) => items.filter((item) => item.axis === axis);
  const asked = `Each moment ${KNOWERS[clock]} then (clock: ${clock}, up to log position ${position ?? 'none'}).`;
  const told = `${counted(counts.world, 'change')} in the world, ${counts.knowledge} in our knowledge, ${counts.unchanged} unchanged.`;
  return [
    paragraph(`What changed in ${situation} from ${moment(from)} to ${moment(to)}`, screen, { style: 'bold' }),
    paragraph(asked, screen, { style: 'dim' }),
    '',
    heading('The world changed', screen),
    changesView(on('world'), 'Nothing that is known.', screen),
    '',
    heading('Our knowledge changed', screen),
    paragraph(`What is known of ${moment(from)} now, and was not then.`, screen, { style: 'dim' }),
    changesView(on('knowledge'), 'Nothing.', screen),
    '',
    heading('Unchanged: still in force, somebody looked', screen),
    unchangedView(unchanged, 'still-in-force', screen),
    '',
    heading('Unchanged as far as is known: nobody looked', screen),
    unchangedView(unchanged, 'nobody-looked', screen),
    '',
    paragraph(told, screen),
    ...(truncated ? [paragraph('There are more than are shown: ask of a shorter time.', screen, { style: 'yellow' })] : []),
    ...(items.some(({ kind }) => kind === 'severity') ? [paragraph(`Severity: ${disclaimer}`, screen, { style: 'yellow' })] : []),
  ].join('\n');
};
