import type { Difference, Verification } from '../../../../libs/verification/src/index.js';
import { paint, type Screen } from '../terminal/screen.js';
import { clean } from '../terminal/wrap.js';

const counted = (count: number, one: string): string => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

const placeOf = ({ table, partition, offset, row, field }: Difference): string =>
  [
    table === 'log' ? 'the log' : table,
    offset === null ? `partition ${partition}` : `at ${partition}-${offset}`,
    ...(row === undefined ? [] : [`(${row})`]),
    field,
  ].join(' ');

export const verifyView = (found: Verification, screen: Screen): string => {
  const {
    records,
    verdicts,
    events,
    models,
    parked,
    notJudged,
    acceptedGaps,
    fromPostgres,
    notCompared,
    differences,
    first,
    byTable,
    positions,
  } = found;
  const judged = Object.entries(verdicts)
    .sort()
    .map(([verdict, count]) => `${count.toLocaleString('en')} ${verdict}`);
  const lines = [
    `${counted(records, 'record')} judged anew${judged.length === 0 ? '' : `: ${judged.join(', ')}`}; ${counted(events, 'event')}.`,
    `Up to ${positions.map(({ partition, offset }) => `${partition}-${offset}`).join(' ')}.`,
    ...models.map(({ name, rows }) => `  ${name}: ${counted(rows, 'row')}`),
    ...parked.map(({ name, partition, offset }) => `  ${name} is parked at ${partition}-${offset} and was compared up to there`),
    ...(notJudged === 0 ? [] : [`${counted(notJudged, 'record')} beyond that had no verdict yet and were not compared.`]),
    ...acceptedGaps.map(
      ({ partition, first, last, actor, acceptedAt, reason }) =>
        `${partition}-${first} to ${partition}-${last} are lost, which ${clean(actor)} accepted on ${acceptedAt}: ${clean(reason)}`,
    ),
    ...fromPostgres.map(
      ({ partition, from, to }) =>
        `${partition}-${from} to ${partition}-${to} are not in the log and were judged anew as PostgreSQL keeps them; timeline recover makes the log whole.`,
    ),
    ...(notCompared.length === 0 ? [] : [`Not compared, since the log lacks what they rest on: ${notCompared.join(', ')}.`]),
  ];
  if (first === null) return [...lines, paint('The record agrees with the log.', 'green', screen)].join('\n');
  const tables = Object.entries(byTable).map(([table, count]) => `${table} ${count.toLocaleString('en')}`);
  return [
    ...lines,
    paint(`${counted(differences, 'difference')}: ${tables.join(', ')}.`, 'red', screen),
    `The first: ${clean(placeOf(first))}`,
    `  in the log:    ${clean(first.inLog)}`,
    `  in PostgreSQL: ${clean(first.inPostgres)}`,
  ].join('\n');
};
