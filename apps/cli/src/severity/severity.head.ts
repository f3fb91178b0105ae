import type { Severity } from '../../../../libs/severity/src/index.js';
import { counted } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { paragraph } from '../terminal/wrap.js';

const COVERAGE_ENOUGH = 60;

const evidenceAge = (days: number | null): string => {
  if (days === null) return 'no evidence yet';
  return days === 0 ? 'the newest evidence is of the same day' : `the newest evidence is of ${counted(days, 'day')} before`;
};

/** Score, band, coverage and what weakens them, in words. */
export const severityHead = (severity: Severity, screen: Screen, label = 'Severity'): string => {
  const { formula, score, band, coverage, provisional, daysSinceLastEvidence, blockadeDeclaredBy } = severity;
  const cover = `Coverage ${coverage} of 100${provisional ? `, below ${COVERAGE_ENOUGH}: PROVISIONAL` : ''}`;
  return [
    paragraph(`${label} ${score.toFixed(1)} of 100, band ${band} (${formula})`, screen, { style: 'bold' }),
    paragraph(`${cover}; ${evidenceAge(daysSinceLastEvidence)}.`, screen, provisional ? { style: 'yellow' } : {}),
    ...(blockadeDeclaredBy.length === 0
      ? []
      : [
          paragraph(
            `${counted(blockadeDeclaredBy.length, 'declared blockade')} not lifted: the band is low or higher, whatever the score.`,
            screen,
          ),
        ]),
  ].join('\n');
};
