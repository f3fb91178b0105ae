import type { Screen } from '../terminal/screen.js';
import { counted } from '../terminal/dates.js';
import { paragraph } from '../terminal/wrap.js';
import type { ImportResult, ImportSummary } from './import-result.js';

/** What is wrong with one line, in one paragraph for each fault. */
const faultLines = (result: ImportResult): string[] => {
  const at = `line ${result.line}${result.id === undefined ? '' : ` (${result.id})`}`;
  switch (result.status) {
    case 'rejected':
      if (result.errors.length === 0) return [`${at}: ${result.detail} [${result.code}]`];
      return result.errors.map(({ field, code, message }) => `${at}: ${field === '' ? '' : `${field} `}${message} [${code}]`);
    case 'unknown':
      return [`${at}: no verdict in time, it may yet be recorded; ask GET ${result.command}`];
    case 'not-attempted':
      return [`${at}: not attempted: ${result.detail ?? 'no reason given'} [${result.code ?? 'no code'}]`];
    case 'recorded':
    case 'unchanged':
    case 'blank':
      return [];
  }
};

/** More than these scroll the summary away; `--json` has all. */
const SHOWN = 100;

export const importView = (summary: ImportSummary, faults: readonly ImportResult[], screen: Screen): string => {
  const { lines, recorded, unchanged, rejected, unknown, notAttempted, blank, unanswered, newEvents, seconds } = summary;
  const parts = [
    `${counted(newEvents, 'new event')} from ${counted(recorded, 'line')}`,
    `${unchanged} unchanged`,
    `${rejected} rejected`,
    ...(unknown > 0 ? [`${unknown} without a verdict`] : []),
    ...(notAttempted > 0 ? [`${notAttempted} not attempted`] : []),
    ...(blank > 0 ? [`${blank} blank`] : []),
    ...(unanswered > 0 ? [`${unanswered} without an answer`] : []),
  ];
  const told = faults.flatMap(faultLines);
  const headline = `Imported ${summary.file} into ${summary.situation}: ${counted(lines, 'line')} in ${seconds.toFixed(1)} s.`;
  return [
    paragraph(headline, screen, { style: 'bold' }),
    paragraph(`${parts.join(', ')}.`, screen, { indent: 2 }),
    ...told.slice(0, SHOWN).map((text) => paragraph(text, screen, { indent: 2, style: 'red' })),
    ...(told.length > SHOWN ? [paragraph(`and ${told.length - SHOWN} more: --json prints all`, screen, { indent: 2 })] : []),
    ...(unknown + notAttempted + unanswered > 0
      ? [
          paragraph(
            'Not everything is known to be recorded. Run the same import again: what is recorded stays, and is not doubled.',
            screen,
            { style: 'yellow' },
          ),
        ]
      : []),
  ].join('\n');
};
