import type { AuthorityLag, TimeInForce } from '../../../../libs/read-models/src/index.js';
import { since, span } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { type Cell, table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';
import { facetWords } from '../words.js';

const held = (times: readonly TimeInForce[]): Cell => times.map(({ value, seconds }) => `${facetWords(value)}: ${span(seconds)}`);

export const authoritiesView = (authorities: readonly AuthorityLag[], screen: Screen): string =>
  [
    paragraph('Time in force', screen, { style: 'bold' }),
    table(
      [{ title: 'Authority' }, { title: 'Changes', align: 'right' }, { title: 'Level' }, { title: 'Departure' }],
      authorities.map(({ authority, destination, changes, timeInForce }) => [
        [authority, { text: destination, style: 'dim' }],
        String(changes),
        held(timeInForce.level),
        held(timeInForce.departure),
      ]),
      screen,
    ),
  ].join('\n');

export const reversalsView = (authorities: readonly AuthorityLag[], screen: Screen): string => {
  const rows = authorities.flatMap(({ authority, reversals }) =>
    reversals.map(({ at, facet, from, to, seconds }): Cell[] => [
      since(at),
      authority,
      `${facet}: ${facetWords(from)} → ${facetWords(to)}`,
      span(seconds),
    ]),
  );
  if (rows.length === 0) return paragraph('No facet turned back to an earlier value.', screen);
  return [
    paragraph('Reversals', screen, { style: 'bold' }),
    table([{ title: 'At', min: 10 }, { title: 'Authority' }, { title: 'What turned back' }, { title: 'After' }], rows, screen),
  ].join('\n');
};

const words = (seconds: number | null): string => (seconds === null ? '' : span(seconds));

export const byKindView = (authorities: readonly AuthorityLag[], screen: Screen): string =>
  [
    paragraph('Delay by kind', screen, { style: 'bold' }),
    table(
      [
        { title: 'Kind' },
        { title: 'Triggers', align: 'right' },
        { title: 'Answered', align: 'right' },
        { title: 'Shortest' },
        { title: 'Median' },
        { title: 'Longest' },
      ],
      authorities.flatMap(({ byKind }) =>
        byKind.map(({ kind, triggers, answered, shortestSeconds, medianSeconds, longestSeconds }): Cell[] => [
          kind,
          String(triggers),
          String(answered),
          words(shortestSeconds),
          words(medianSeconds),
          words(longestSeconds),
        ]),
      ),
      screen,
    ),
  ].join('\n');
