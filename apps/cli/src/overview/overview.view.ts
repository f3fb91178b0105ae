import type { GuidanceChange } from '../../../../libs/read-models/src/index.js';
import { asOfView } from '../as-of.view.js';
import { facetsChanged, noteWords, UNDERSTATES } from '../audit/changes.js';
import { COMPONENT_WORDS, componentAsOf, componentValue, points } from '../severity/components.js';
import { severityHead } from '../severity/severity.head.js';
import { authoritiesView, MAIN_FACETS } from '../status/authorities.view.js';
import { counted, dayOf, daysBetween, since } from '../terminal/dates.js';
import { paint, type Screen } from '../terminal/screen.js';
import { type Cell, type Line, table } from '../terminal/table.js';
import { clean, paragraph } from '../terminal/wrap.js';
import { capital } from '../words.js';
import type { Overview } from './overview.js';
import { suggestions } from './suggestions.js';

const bold = (text: string): Line => ({ text, style: 'bold' });

const heading = (text: string, screen: Screen): string => paint(text.toUpperCase(), 'bold', screen);

const headView = ({ situation, events }: Overview, screen: Screen): string => {
  const { title, summary, status, destinations, closedAt } = situation;
  const state = status === 'closed' && closedAt !== null ? `closed since ${since(closedAt)}` : status;
  const count = `${events.isAll ? '' : 'at least '}${counted(events.count, 'event')} recorded`;
  const quiet =
    events.lastReport === undefined
      ? 'no report yet'
      : `the last report is of ${dayOf(events.lastReport)}, ${counted(daysBetween(events.lastReport, situation.validAt), 'day')} before this moment`;
  return [
    paragraph(`${title} (${situation.situation}), ${destinations.join(', ')}: ${state}`, screen, { style: 'bold' }),
    ...(summary === null ? [] : [paragraph(summary, screen)]),
    paragraph(`${count}; ${quiet}.`, screen),
    asOfView(situation, screen),
  ].join('\n');
};

const statusView = ({ status }: Overview, screen: Screen): string =>
  [
    heading('Status by authority, and since when', screen),
    status.authorities.length === 0
      ? paragraph('Not recorded: no guidance of any authority is known at that moment.', screen)
      : authoritiesView(status, MAIN_FACETS, screen),
  ].join('\n');

const severityView = ({ severity, peak }: Overview, screen: Screen): string => {
  const then = new Map(peak?.components.map((component) => [component.id, component]));
  const worst = peak === undefined ? [] : [{ title: `On ${dayOf(peak.validAt)}`, align: 'right' as const }];
  const rows = severity.components.map((component): Cell[] => {
    const past = then.get(component.id);
    const pastWords = past === undefined || past.value === null ? 'unknown' : `${points(past.points, 2)} (${componentValue(past.value)})`;
    const now = component.value === null ? 'left out' : points(component.points, 2);
    const cells = [COMPONENT_WORDS[component.id], String(component.weight), componentValue(component.value), now, componentAsOf(component)];
    return peak === undefined ? cells : [...cells, pastWords];
  });
  const together: Cell[] = [
    bold('Together'),
    String(severity.coverage),
    '',
    bold(points(severity.score, 2)),
    '',
    peak === undefined ? '' : bold(points(peak.score, 2)),
  ].slice(0, peak === undefined ? 5 : 6);
  const columns = [
    { title: 'Component' },
    { title: 'Weight', align: 'right' as const },
    { title: 'Value', align: 'right' as const },
    { title: 'Points', align: 'right' as const },
    { title: 'As of', min: 10 },
    ...worst,
  ];
  const peakWords = (point: NonNullable<typeof peak>): string =>
    `Worst day of the year up to the last report: ${dayOf(point.validAt)} with ${point.score.toFixed(1)}, band ${point.band}, ` +
    `coverage ${point.coverage}${point.provisional ? ' (provisional)' : ''}; its points and values are in the last column.`;
  return [
    heading('Severity of the blockade', screen),
    severityHead(severity, screen, 'Score'),
    table(columns, [...rows, together], screen),
    ...(peak === undefined ? [] : [paragraph(peakWords(peak), screen)]),
    paragraph(capital(severity.disclaimer), screen, { style: 'yellow' }),
  ].join('\n');
};

const changed = (change: GuidanceChange): Cell => {
  const facets = facetsChanged(change);
  const what = facets.length > 0 ? facets.join('; ') : `${change.summary ?? 'not recorded what'} (no facet changed)`;
  const warning: Line[] = change.noteUnderstates ? [{ text: `${UNDERSTATES}: ${noteWords(change.note)}`, style: 'yellow' }] : [];
  return [what, ...warning];
};

const LAST = 5;

const changesView = ({ changes }: Overview, screen: Screen): string => {
  const last = changes.filter(({ firstSight }) => !firstSight).slice(-LAST);
  return [
    heading('Last guidance changes, newest first', screen),
    last.length === 0
      ? paragraph('None is recorded.', screen)
      : table(
          [{ title: 'Date', min: 10 }, { title: 'Authority' }, { title: 'What changed', min: 30 }],
          last.toReversed().map((change): Cell[] => [dayOf(change.validFrom), change.authority, changed(change)]),
          screen,
        ),
  ].join('\n');
};

/** The screen of a duty officer. Commands to paste are never wrapped: a broken line would not paste. */
export const overviewView = (overview: Overview, screen: Screen, urlOption: string): string =>
  [
    headView(overview, screen),
    statusView(overview, screen),
    severityView(overview, screen),
    changesView(overview, screen),
    [
      heading('Try next', screen),
      ...suggestions(overview, urlOption).map(({ shows, command }) => `${paint(`# ${shows}`, 'dim', screen)}\n${clean(command)}`),
    ].join('\n'),
  ].join('\n\n');
