import type { BlastRadius, Period } from '../../../../libs/read-models/src/index.js';
import { counted, dayOf, since } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';
import { facetWords, NOT_RECORDED } from '../words.js';

/** What the api answers to a correction that is only tried. */
export type DryRunAnswer = Omit<BlastRadius, 'position'> & {
  situation: string;
  dryRun: true;
  position: string;
  events: readonly { type: string }[];
};
/** What it answers to one that was recorded, or that changed nothing. */
export type CorrectionAnswer = { eventIds: readonly string[]; position: string; verdict?: string; commandId: string };

/** Days of severity told one by one; more are told as a span. */
const MOST_DAYS = 12;

/** Values of observations are objects of one or two plain fields. */
const valueWords = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('native' in value)
    ? Object.entries(value)
        .map(([name, part]) => (name === 'status' ? String(part) : `${name} ${String(part)}`))
        .join(', ')
    : facetWords(value);

const periodRows = (name: string, periods: readonly Period[]): string[][] =>
  periods.map(({ from, to, before, after }) => [
    name,
    `${since(from)} to ${to === null ? 'no end' : since(to)}`,
    valueWords(before),
    valueWords(after),
  ]);

const section = (title: string, columns: readonly string[], rows: readonly (readonly string[])[], screen: Screen): string[] =>
  rows.length === 0
    ? []
    : [
        '',
        paragraph(title, screen, { style: 'bold' }),
        table(
          columns.map((column) => ({ title: column })),
          rows,
          screen,
        ),
      ];

const severityRows = (days: DryRunAnswer['severity']): string[][] =>
  days.map(({ validAt, before, after }) => [
    dayOf(validAt),
    `${before.score.toFixed(1)} ${before.band}`,
    `${after.score.toFixed(1)} ${after.band}`,
  ]);

/** Figures in use, in the sources' words. */
const figureWords = (incident: DryRunAnswer['incidents'][number]['before']): string =>
  incident === null
    ? NOT_RECORDED
    : [
        incident.kind,
        ...incident.figures.map(({ measure, group, used }) => `${measure}${group === null ? '' : ` (${group})`} ${used.text}`),
      ].join('; ');

/** What would change, for somebody who has to decide whether to do it. */
export const dryRunView = (answer: DryRunAnswer, screen: Screen): string => {
  const { situation, position, events, facets, severity, incidents, observations } = answer;
  const status = facets.flatMap(({ authority, destination, facet, periods }) =>
    periodRows(`${authority} ${destination} ${facet}`, periods),
  );
  const observed = observations.flatMap(({ kind, subject, periods }) => periodRows(`${kind} ${subject}`, periods));
  const first = severity.slice(0, MOST_DAYS);
  const touched = status.length + observed.length + severity.length + incidents.length > 0;
  return [
    paragraph(`A correction of ${situation}, tried on top of position ${position}. Nothing was recorded.`, screen, { style: 'bold' }),
    ...(events.length === 0 ? [paragraph('It is already so: nothing would be recorded.', screen)] : []),
    ...(events.length > 0 && !touched
      ? [paragraph('It would be recorded, and no answer about status, severity, incidents or observations would differ.', screen)]
      : []),
    ...section('Travel status that would differ', ['Of', 'Period', 'Before', 'After'], status, screen),
    ...section('Observations that would differ', ['Of', 'Period', 'Before', 'After'], observed, screen),
    ...section(
      'Incidents that would differ',
      ['Incident', 'Before', 'After'],
      incidents.map(({ incidentId, before, after }) => [incidentId, figureWords(before), figureWords(after)]),
      screen,
    ),
    ...section(
      `Severity at 00:00 UTC: ${counted(severity.length, 'day')} would differ`,
      ['Day', 'Before', 'After'],
      severityRows(first),
      screen,
    ),
    ...(severity.length > first.length
      ? [
          paragraph(
            `and ${counted(severity.length - first.length, 'more day')}, up to ${dayOf(severity.at(-1)!.validAt)}; --json has them all.`,
            screen,
          ),
        ]
      : []),
  ].join('\n');
};

export const correctionView = ({ eventIds, position, verdict, commandId }: CorrectionAnswer, screen: Screen): string => {
  if (verdict === 'unknown')
    return paragraph(
      `No verdict yet: it may still be recorded. Ask for it at /commands/${commandId}, or send the same again with --key.`,
      screen,
      { style: 'yellow' },
    );
  if (eventIds.length === 0) return paragraph('It is already so: nothing was recorded.', screen);
  return paragraph(`Recorded as event ${eventIds.join(', ')} at position ${position}.`, screen);
};
