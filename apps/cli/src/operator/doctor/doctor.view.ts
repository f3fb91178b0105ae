import type { Disk, Examination, Finding, Severity } from '../../../../../libs/verification/src/index.js';
import { moment } from '../../terminal/dates.js';
import { paint, type Screen, type Style } from '../../terminal/screen.js';
import { type Cell, table } from '../../terminal/table.js';
import { clean, paragraph } from '../../terminal/wrap.js';

const STYLES: Readonly<Record<Severity, Style>> = { fault: 'red', warning: 'yellow', note: 'dim' };
const number = (of: number): string => of.toLocaleString('en-GB');
const known = (of: number | null): string => (of === null ? 'unknown' : number(of));

const LEAST_UNIT = 1024 ** 2;
const size = (bytes: number): string =>
  bytes < 1024 * LEAST_UNIT ? `${(bytes / LEAST_UNIT).toFixed(1)} MiB` : `${(bytes / 1024 / LEAST_UNIT).toFixed(1)} GiB`;

const liveCell = (live: boolean | null): Cell => (live === false ? { text: 'no', style: 'red' } : live === null ? 'unknown' : 'yes');

/** Offsets that the broker keeps behind the cursor and nobody can judge. */
const gapOf = ({ start, judged }: Examination['partitions'][number]): number | null =>
  start === null || judged === null ? null : Math.max(0, start - 1 - judged);

const partitionTable = ({ partitions }: Examination, screen: Screen): string =>
  table(
    [
      { title: 'Partition', align: 'right' },
      { title: 'Log from', align: 'right' },
      { title: 'to', align: 'right' },
      { title: 'Judged', align: 'right' },
      { title: 'Lag', align: 'right' },
      { title: 'Gap', align: 'right' },
      { title: 'Live' },
    ],
    partitions.map((one) => [
      String(one.partition),
      known(one.start),
      known(one.end === null ? null : one.end - 1),
      known(one.judged),
      known(one.lag),
      known(gapOf(one)),
      liveCell(one.live),
    ]),
    screen,
  );

const modelTable = ({ models, refold }: Examination, screen: Screen): string =>
  table(
    [
      { title: 'Read model' },
      { title: 'Version', align: 'right' },
      { title: 'Lag', align: 'right' },
      { title: 'State' },
      { title: 'Refolded' },
    ],
    models.map(({ name, version, lag, partitions }): Cell[] => {
      const parked = partitions.filter(({ state }) => state === 'parked').map(({ partition }) => partition);
      const compared = refold?.models.find((model) => model.name === name);
      const differs = (refold?.byTable[name] ?? 0) > 0;
      return [
        name,
        String(version),
        known(lag),
        parked.length === 0 ? 'live' : { text: `parked in ${parked.join(', ')}`, style: 'red' },
        compared === undefined ? 'not looked at' : differs ? { text: 'differs', style: 'red' } : `equal, ${number(compared.rows)} rows`,
      ];
    }),
    screen,
  );

const replicaLine = ({ lag }: NonNullable<Examination['replica']>): string =>
  `Replica: ${lag === null ? 'how far it is behind is unknown' : lag === 0 ? 'shows all that was judged' : `${number(lag)} records behind`}.`;

const diskLine = ({ server, folder, free, size: whole, unknown }: Disk): string =>
  free === undefined || whole === undefined
    ? `Disk of ${server}: unknown, ${unknown}${folder === undefined ? '' : ` (${folder})`}`
    : `Disk of ${server}: ${size(free)} free of ${size(whole)} (${folder})`;

const findingLines = ({ code, severity, detail, mend }: Finding, screen: Screen): string =>
  [
    paint(`${severity} ${code}`, STYLES[severity], screen),
    paragraph(clean(detail), screen, { indent: 2 }),
    // Not wrapped: it is to be copied.
    ...(mend === 'nothing' ? [] : [`  mend: ${clean(mend)}`]),
  ].join('\n');

const verdict = (findings: readonly Finding[], screen: Screen): string => {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  if (faults + warnings === 0) return paint('Nothing is wrong.', 'green', screen);
  const words = [
    ...(faults === 0 ? [] : [`${faults} fault${faults === 1 ? '' : 's'}`]),
    ...(warnings === 0 ? [] : [`${warnings} warning${warnings === 1 ? '' : 's'}`]),
  ];
  return paint(`${words.join(' and ')}.`, faults === 0 ? 'yellow' : 'red', screen);
};

export const doctorView = (found: Examination, screen: Screen): string => {
  const { at, replica, disks, databaseBytes, refold, findings } = found;
  return [
    `Examined at ${moment(at)}.`,
    '',
    partitionTable(found, screen),
    '',
    modelTable(found, screen),
    '',
    ...(replica === null ? [] : [replicaLine(replica)]),
    ...disks.map((disk) => clean(diskLine(disk))),
    `The database takes ${size(databaseBytes)}.`,
    ...(refold === null
      ? []
      : [
          paragraph(
            `The log was judged anew: ${number(refold.records)} records, ${number(refold.events)} events, ${number(refold.differences)} differences.`,
            screen,
          ),
        ]),
    '',
    ...findings.flatMap((finding) => [findingLines(finding, screen), '']),
    verdict(findings, screen),
  ].join('\n');
};
