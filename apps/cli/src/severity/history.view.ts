import type { SeverityPoint } from '../../../../libs/severity/src/index.js';
import { asOfView } from '../as-of.view.js';
import type { Answer } from '../http/answer.js';
import { since } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';

export type SeverityHistory = Answer<{ points: readonly SeverityPoint[] }>;

/** The highest of the points that are not provisional, else of all; the first of equals. */
export const peakOf = (points: readonly SeverityPoint[]): SeverityPoint | undefined => {
  const sound = points.filter(({ provisional }) => !provisional);
  return (sound.length > 0 ? sound : points).reduce<SeverityPoint | undefined>(
    (peak, point) => (peak === undefined || point.score > peak.score ? point : peak),
    undefined,
  );
};

const NOTE = 'no basis for travel decisions: a summary of recorded reports by fixed weights, which are judgement.';

export const historyView = (answer: SeverityHistory, screen: Screen): string => {
  const bar = Math.max(10, Math.min(50, screen.width - 56));
  const peak = peakOf(answer.points);
  return [
    paragraph(`Blockade severity of ${answer.situation} over time`, screen, { style: 'bold' }),
    asOfView(answer, screen),
    '',
    table(
      [{ title: 'At' }, { title: 'Score', align: 'right' }, { title: `0 to 100`, min: bar }, { title: 'Band' }, { title: 'Coverage' }],
      answer.points.map(({ validAt, score, band, coverage, provisional }) => [
        since(validAt),
        score.toFixed(1),
        '█'.repeat(Math.round((score * bar) / 100)),
        band,
        `${coverage}${provisional ? ' provisional' : ''}`,
      ]),
      screen,
    ),
    '',
    ...(peak === undefined
      ? []
      : [
          paragraph(
            `Highest${peak.provisional ? ' (provisional)' : ' with enough coverage'}: ${peak.score.toFixed(1)} at ${since(peak.validAt)}.`,
            screen,
          ),
        ]),
    paragraph(`This is ${NOTE}`, screen, { style: 'yellow' }),
  ].join('\n');
};
