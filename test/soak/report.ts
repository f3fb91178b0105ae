import { cpus, release, totalmem, type } from 'node:os';
import { median, type Slope } from './memory.js';

/** One fault: when it began, how long it was kept up, and how long until all was well after it, in milliseconds. */
export type Struck = { readonly name: string; readonly atMs: number; readonly lastedMs: number; readonly recoveredMs: number };

export type Soaked = {
  readonly minutes: number;
  readonly seed: number;
  readonly seconds: number;
  readonly recorded: number;
  readonly refused: number;
  readonly unknown: number;
  readonly resent: number;
  readonly records: number;
  readonly answers: ReadonlyMap<number, number>;
  readonly struck: readonly Struck[];
  readonly slopes: readonly Slope[];
};

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

/** Prints what a soak came to, as it goes into docs/reliability.md. */
export const tell = async (soaked: Soaked): Promise<void> => {
  const { minutes, seed, recorded, refused, unknown, resent, records, answers, struck, slopes } = soaked;
  const names = [...new Set(struck.map(({ name }) => name))].sort();
  const lines = [
    `\`SOAK_MINUTES=${minutes} SOAK_SEED=${seed} npm run soak\`, ${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}. Everything on the one machine.`,
    '',
    `- ${recorded} commits in ${soaked.seconds.toFixed(0)} s (${(recorded / soaked.seconds).toFixed(0)} a second); ${refused} refused; ${unknown} were unknown at first, of which ${resent} had to be sent again. ${records} records in the log.`,
    `- The log judged anew and every row compared: no difference. Every answer held against the log: none was wrong.`,
    `- Questions by status (0: no answer, the api was being killed): ${[...answers]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}.`,
    ...slopes.map(
      ({ process, from, to, mbPerMinute }) =>
        `- Memory of the ${process} that was never killed: ${from.toFixed(0)} MB after the warm-up, ${to.toFixed(0)} MB at the end, ${mbPerMinute.toFixed(2)} MB a minute.`,
    ),
    '',
    '| fault | times | recovered in s, median | most |',
    '|---|---|---|---|',
    ...names.map((name) => {
      const times = struck.filter((one) => one.name === name).map(({ recoveredMs }) => recoveredMs);
      return `| ${name} | ${times.length} | ${seconds(median(times))} | ${seconds(Math.max(...times))} |`;
    }),
    '',
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
};
