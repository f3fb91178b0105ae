import { counted } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { type Cell, table } from '../terminal/table.js';
import { clean, paragraph } from '../terminal/wrap.js';

type Partition = { partition: number; position: string | null; lag: number | null; state: 'live' | 'parked'; error: string | null };
type Projection = {
  name: string;
  version: number;
  state: 'live' | 'parked';
  lag: number | null;
  rebuild: number | null;
  partitions: readonly Partition[];
};
export type ProjectionsAnswer = { items: readonly Projection[] };

const lagWords = (lag: number | null): string => (lag === null ? 'unknown' : String(lag));

const stateCell = ({ state, rebuild }: Projection): Cell => {
  const words = rebuild === null ? state : `${state}, rebuild ${rebuild}`;
  return state === 'parked' ? { text: words, style: 'red' } : words;
};

/** Partitions with nothing in them but the log's identity say nothing. */
const positionsOf = ({ partitions }: Projection): string =>
  partitions
    .filter(({ position, state }) => state === 'parked' || (position !== null && !position.endsWith('-0')))
    .map(({ position, partition }) => position ?? `${partition}: nothing yet`)
    .join(', ');

const faultLines = ({ name, partitions }: Projection, screen: Screen): string[] =>
  partitions.flatMap(({ partition, position, lag, error }) =>
    error === null
      ? []
      : [
          paragraph(
            `${name} is parked in partition ${partition} at ${position ?? 'its beginning'}${lag === null ? '' : `, ${counted(lag, 'record')} behind`}: ${clean(error)}`,
            screen,
            { style: 'red' },
          ),
        ],
  );

export const projectionsView = ({ items }: ProjectionsAnswer, screen: Screen): string => {
  const faults = items.flatMap((item) => faultLines(item, screen));
  return [
    table(
      [
        { title: 'Read model' },
        { title: 'Version', align: 'right' },
        { title: 'Lag', align: 'right' },
        { title: 'State' },
        { title: 'Position' },
      ],
      items.map((item) => [item.name, String(item.version), lagWords(item.lag), stateCell(item), positionsOf(item)]),
      screen,
    ),
    ...(faults.length === 0
      ? []
      : ['', ...faults, paragraph('After the fix: timeline rebuild with the names of the read models.', screen)]),
  ].join('\n');
};
