import type { TimelineEntry } from '../../../../libs/read-models/src/index.js';
import { asOfView } from '../as-of.view.js';
import type { ListAnswer } from '../http/answer.js';
import { counted, moment, occurrence } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { type Cell, table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';
import { NOT_RECORDED } from '../words.js';

export type Order = 'occurred' | 'recorded';

const sourceWords = ({ source, confidence }: TimelineEntry): string =>
  source === null ? 'source not recorded' : `${source.id}${confidence === null ? '' : `, ${confidence} confidence`}`;

/** Of guidance: whose it is and for which destination, as the name of its stream tells. */
const addressOf = ({ stream }: TimelineEntry): { authority?: string; destination?: string } => {
  const [family, authority, destination] = stream.split('/');
  return family === 'advisory' && authority !== undefined && destination !== undefined ? { authority, destination } : {};
};

const rowOf = (entry: TimelineEntry, order: Order): Cell[] => {
  const when = order === 'recorded' || entry.occurred === null ? moment(entry.recordedAt) : occurrence(entry.occurred);
  const { authority, destination } = addressOf(entry);
  return [
    when,
    authority === undefined ? entry.kind : [entry.kind, authority],
    entry.place?.name ?? destination ?? { text: NOT_RECORDED, style: 'dim' },
    [entry.text === '' ? NOT_RECORDED : entry.text, { text: sourceWords(entry), style: 'dim' }],
  ];
};

export const timelineView = (answer: ListAnswer<TimelineEntry>, screen: Screen, order: Order): string => {
  const { situation, items, next } = answer;
  const when = order === 'recorded' ? 'Recorded' : 'Occurred';
  return [
    paragraph(`Timeline of ${situation}, in the order in which it ${order === 'recorded' ? 'was recorded' : 'occurred'}`, screen, {
      style: 'bold',
    }),
    asOfView(answer, screen),
    '',
    items.length === 0
      ? paragraph('Nothing is recorded that answers the question.', screen)
      : table(
          [{ title: when, min: 10, max: 10 }, { title: 'Kind' }, { title: 'Place', min: 10, max: 20 }, { title: 'What, by which source' }],
          items.map((item) => rowOf(item, order)),
          screen,
        ),
    ...(items.length === 0 ? [] : ['', `${counted(items.length, 'event')}.`]),
    ...(next === null
      ? []
      : [paragraph('There are more: --limit raises how many are shown, --from and --to choose which.', screen, { style: 'yellow' })]),
  ].join('\n');
};
