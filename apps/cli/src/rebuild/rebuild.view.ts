import type { Difference, RebuildState } from '../../../../libs/read-models/src/index.js';
import { counted, moment } from '../terminal/dates.js';
import type { Screen, Style } from '../terminal/screen.js';
import { table } from '../terminal/table.js';
import { clean, paragraph } from '../terminal/wrap.js';
import type { ModelAnswer, PlanAnswer, RebuildAnswer } from './rebuild.answer.js';

const number = (count: number): string => count.toLocaleString('en-GB');

/** What a state means for whoever waits. */
const STATES: Readonly<Record<RebuildState, string>> = {
  queued: 'waits for a worker',
  loading: 'reads the log',
  indexing: 'makes the indexes',
  mending: 'applies corrections',
  'catching-up': 'takes what was recorded meanwhile',
  comparing: 'compares the rows with the live ones',
  'awaiting-approval': 'is built and not switched to: its rows differ from the live ones',
  switching: 'is being switched to',
  switched: 'is switched to; the old table is kept',
  'rolling-back': 'is being rolled back',
  'rolled-back': 'was rolled back; the new table is kept',
  settled: 'is done; the other table is dropped',
  failed: 'failed; what is live was left alone',
  dropped: 'was taken back before it was switched to',
};
const STYLES: { readonly [State in RebuildState]?: Style } = { 'awaiting-approval': 'yellow', failed: 'red', switched: 'green' };

export const namesOf = ({ models }: Pick<RebuildAnswer, 'models'>): string => models.map(({ name }) => name).join(', ');

const versionWords = ({ version, liveVersion }: Pick<ModelAnswer, 'version' | 'liveVersion'>): string =>
  version === liveVersion ? String(version) : `${liveVersion} → ${version}`;

const modelRow = (model: ModelAnswer): string[] => {
  const { name, comparison } = model;
  if (comparison === null) return [name, versionWords(model), '', '', 'not compared yet'];
  const { live, rebuilt, equal } = comparison;
  const verdict = equal ? `equal, digest ${rebuilt.digest.slice(0, 12)}` : 'different';
  return [name, versionWords(model), number(live.rows), number(rebuilt.rows), verdict];
};

type Columns = Readonly<Record<string, unknown>>;
const isObject = (said: unknown): said is Columns => typeof said === 'object' && said !== null && !Array.isArray(said);

/** Of two objects only what the one says otherwise than the other. */
const ownOf = (mine: unknown, other: unknown): unknown =>
  isObject(mine) && isObject(other)
    ? Object.fromEntries(Object.entries(mine).filter(([name, said]) => JSON.stringify(said) !== JSON.stringify(other[name])))
    : mine;

const value = (side: Columns | null, other: Columns | null): string =>
  side === null
    ? 'no such row'
    : Object.entries(side)
        .map(([column, said]) => `${column} ${JSON.stringify(ownOf(said, other?.[column]))}`)
        .join(', ');

const differenceLines = ({ name, version, liveVersion }: ModelAnswer, difference: Difference, screen: Screen): string[] => {
  const { missing, added, changed, columns, keys, differingKeys, examples, complete } = difference;
  const least = complete ? '' : 'at least ';
  const inColumns = Object.entries(columns)
    .toSorted(([, a], [, b]) => b - a)
    .map(([column, rows]) => `${column} (${number(rows)})`)
    .join(', ');
  return [
    '',
    paragraph(`Difference of ${name}`, screen, { style: 'bold' }),
    paragraph(
      `${least}${counted(changed, 'row')} changed, ${missing} only in the live table, ${added} only in the new one${inColumns === '' ? '' : `; changed columns: ${inColumns}`}.`,
      screen,
      { indent: 2 },
    ),
    ...(version === liveVersion
      ? [
          paragraph(
            'Both are of the same version: either the live rows were changed by other hands, or the code was changed without a new version.',
            screen,
            { indent: 2, style: 'yellow' },
          ),
        ]
      : []),
    table(
      [{ title: 'Key' }, { title: 'Situation' }, { title: 'Rows', align: 'right' }],
      keys.map(({ key, situation, rows }) => [clean(key), clean(situation), number(rows)]),
      screen,
      2,
    ),
    ...(differingKeys > keys.length ? [paragraph(`and ${number(differingKeys - keys.length)} more keys`, screen, { indent: 2 })] : []),
    ...examples.flatMap(({ position, key, live, rebuilt }) => [
      paragraph(`${position} ${key}`, screen, { indent: 2, style: 'dim' }),
      paragraph(`live  ${value(live, rebuilt)}`, screen, { indent: 4 }),
      paragraph(`new   ${value(rebuilt, live)}`, screen, { indent: 4 }),
    ]),
  ];
};

const nextSteps = ({ id, state }: RebuildAnswer): string[] => {
  switch (state) {
    case 'awaiting-approval':
      return [`timeline rebuilds ${id} --approve --reason "…"   switches to it`, `timeline rebuilds ${id} --clean-up   takes it back`];
    case 'switched':
      return [`timeline rebuilds ${id} --roll-back   goes back to the old table`, `timeline rebuilds ${id} --clean-up   drops it`];
    case 'rolled-back':
    case 'failed':
      return [`timeline rebuilds ${id} --clean-up   drops what is left of it`];
    default:
      return [];
  }
};

export const rebuildView = (rebuild: RebuildAnswer, screen: Screen): string => {
  const { id, state, models, error, progress } = rebuild;
  const compared = models.find(({ comparison }) => comparison !== null)?.comparison;
  const eta = progress?.eta == null ? '' : `, about ${counted(progress.eta, 'second')} left`;
  const style = STYLES[state];
  return [
    paragraph(`Rebuild ${id} of ${namesOf(rebuild)} ${STATES[state]}.`, screen, style === undefined ? {} : { style }),
    ...(error === null ? [] : [paragraph(error, screen, { indent: 2, style: 'red' })]),
    ...(progress === null
      ? []
      : [paragraph(`${number(progress.done)} of ${number(progress.total)} ${progress.unit}${eta}`, screen, { indent: 2 })]),
    '',
    table(
      [
        { title: 'Read model' },
        { title: 'Version' },
        { title: 'Live rows', align: 'right' },
        { title: 'New rows', align: 'right' },
        { title: 'Comparison' },
      ],
      models.map(modelRow),
      screen,
    ),
    ...(compared == null ? [] : [paragraph(`Compared at ${compared.position}.`, screen)]),
    ...models.flatMap((model) => (model.comparison?.difference ? differenceLines(model, model.comparison.difference, screen) : [])),
    ...nextSteps(rebuild).map((step) => `\n${step}`),
  ].join('\n');
};

const BYTES_A_MIB = 1024 * 1024;

export const planView = ({ records, models, running }: PlanAnswer, screen: Screen): string =>
  [
    paragraph(
      `A rebuild would read ${number(records)} records of the log. Rows that equal the live ones are switched to at once; others await approval.`,
      screen,
    ),
    '',
    table(
      [{ title: 'Read model' }, { title: 'Version' }, { title: 'Rows, about', align: 'right' }, { title: 'Space, about', align: 'right' }],
      models.map((model) => [
        model.parked ? `${model.name} (parked)` : model.name,
        versionWords(model),
        model.rows === null ? 'not known' : number(model.rows),
        `${(model.bytes / BYTES_A_MIB).toFixed(1)} MiB`,
      ]),
      screen,
    ),
    ...(running.length === 0
      ? []
      : [paragraph(`It would be refused now: rebuild ${running.join(', ')} is under way.`, screen, { style: 'yellow' })]),
  ].join('\n');

export const rebuildsView = (rebuilds: readonly RebuildAnswer[], screen: Screen): string =>
  rebuilds.length === 0
    ? 'There was no rebuild yet.'
    : table(
        [{ title: 'Rebuild', align: 'right' }, { title: 'State' }, { title: 'Since' }, { title: 'Read models' }],
        rebuilds.map((rebuild) => [String(rebuild.id), rebuild.state, moment(rebuild.movedAt), namesOf(rebuild)]),
        screen,
      );
