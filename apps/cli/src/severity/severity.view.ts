import type { Component, ComponentInput, Severity } from '../../../../libs/severity/src/index.js';
import { asOfView } from '../as-of.view.js';
import type { Answer } from '../http/answer.js';
import { dayOf } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { type Cell, EVENT_ID, type Line, table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';
import { capital, NOT_RECORDED } from '../words.js';
import { COMPONENT_WORDS, componentAsOf, componentValue, evidenceWords, points } from './components.js';
import { severityHead } from './severity.head.js';

/** Points are told to the last digit, so that they add up. */
const EXACT = 4;

const componentRow = (component: Component): Cell[] => [
  COMPONENT_WORDS[component.id],
  String(component.weight),
  componentValue(component.value),
  component.value === null ? 'left out' : points(component.points, EXACT),
  componentAsOf(component),
  evidenceWords(component),
];

const componentsTable = ({ components, coverage, score }: Severity, screen: Screen): string =>
  table(
    [
      { title: 'Component' },
      { title: 'Weight', align: 'right' },
      { title: 'Value', align: 'right' },
      { title: 'Points', align: 'right' },
      { title: 'As of', min: 10 },
      { title: 'Evidence', min: 8 },
    ],
    [
      ...components.map(componentRow),
      [{ text: 'Together', style: 'bold' }, `${coverage}`, '', { text: points(score, EXACT), style: 'bold' }, '', ''],
    ],
    screen,
  );

/** So many reports behind a score are told; `--json` has all. */
const LARGEST = 8;

const reported = ({ kind, subject, reported: value }: ComponentInput): string => {
  const what = `${kind}${subject === undefined ? '' : ` ${subject}`}`;
  if (subject === undefined) return Number(value) > 0 ? `${what}, at least ${value} tankers destroyed` : what;
  return `${what}: ${value}${kind === 'fuel-inflow' ? ' tankers a day' : kind === 'power' ? ' hours a day' : ''}`;
};

const contributionsTable = ({ contributions, components }: Severity, screen: Screen): string => {
  const inputs = new Map(components.flatMap(({ id, inputs }) => inputs.map((input) => [`${id} ${input.eventId}`, input] as const)));
  const largest = contributions.toSorted((a, b) => b.points - a.points).slice(0, LARGEST);
  const rows = largest.map(({ component, eventId, points: added }): Cell[] => {
    const input = inputs.get(`${component} ${eventId}`);
    const id: Line = { text: eventId, style: 'dim' };
    const of: Cell[] =
      input === undefined ? [NOT_RECORDED, id] : [dayOf(input.asOf), [`${reported(input)} (${input.confidence} confidence)`, id]];
    return [points(added, EXACT), COMPONENT_WORDS[component], ...of];
  });
  return [
    paragraph(
      contributions.length > LARGEST ? `The ${LARGEST} reports of ${contributions.length} that add most` : 'The reports it stems from',
      screen,
      { style: 'bold' },
    ),
    table(
      [
        { title: 'Points', align: 'right' },
        { title: 'Component', min: 10 },
        { title: 'As of', min: 10 },
        { title: 'Reported, and its event', min: EVENT_ID },
      ],
      rows,
      screen,
    ),
  ].join('\n');
};

export const severityView = (answer: Answer<Severity>, screen: Screen): string =>
  [
    paragraph(`Blockade severity of ${answer.situation}`, screen, { style: 'bold' }),
    asOfView(answer, screen),
    '',
    severityHead(answer, screen, 'Score'),
    '',
    componentsTable(answer, screen),
    '',
    ...(answer.contributions.length === 0 ? [] : [contributionsTable(answer, screen), '']),
    paragraph(capital(answer.disclaimer), screen, { style: 'yellow' }),
  ].join('\n');
