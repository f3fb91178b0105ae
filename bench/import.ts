import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import { noticeOfRow } from '../libs/sources/src/index.js';
import { recordsOf } from './committed.js';
import { timed } from './contender.js';
import { openConnection } from './http-connection.js';
import { machine, versions } from './machine.js';
import { launchAnew, type Memory } from './over-http.js';
import { openRawProducer, type RawRecord } from './raw-sends.js';
import { heldAgainst, held, judge, tell } from './report.js';
import { median } from './statistics.js';
import { OPENING } from './workload.js';

// npm run bench:import: the history of UK travel advice into one situation over HTTP, against raw batched produce of the same commits.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    lines: { type: 'string', default: '25180' },
    'warm-up': { type: 'string', default: '3000' },
    file: {
      type: 'string',
      default: fileURLToPath(new URL('../../../shared/data/fcdo/fcdo-change-history.jsonl', import.meta.url)),
    },
  },
});
const [ROUNDS, LINES, WARM_UP] = [Number(values.rounds), Number(values.lines), Number(values['warm-up'])];
const TARGET = { raw: 0.25, rssMB: 300 };
/** Of one raw produce call, as large as the api's own. */
const RAW_BATCH_BYTES = 512 * 1024;
const SAMPLE_EVERY_MS = 100;

if (!existsSync(values.file)) throw new Error(`${values.file} is not there: name the history with --file`);
const rows = readFileSync(values.file, 'utf8').trimEnd().split('\n').slice(0, LINES);

/** Sends the rows as the command line does, and reads a result for each while it sends. Resolves with how many had this status. */
const importRows = async (url: string, situation: string, sent: readonly string[], status: string): Promise<void> => {
  const outgoing = request(`${url}/situations/${situation}/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const answered = new Promise<number>((resolve, reject) => {
    outgoing.on('error', reject).on('response', (response) => {
      let done = 0;
      createInterface({ input: response })
        .on('line', (text) => {
          if (text.includes(`"status":"${status}"`)) done += 1;
          else reject(new Error(text));
        })
        .on('close', () => resolve(done));
    });
  });
  Readable.from(sent.map((row) => Buffer.from(`${JSON.stringify(noticeOfRow(row))}\n`))).pipe(outgoing);
  const done = await answered;
  if (done !== sent.length) throw new Error(`${done} of ${sent.length} lines are ${status}`);
};

const produceAll = async (send: (records: readonly RawRecord[]) => Promise<void>, records: readonly RawRecord[]): Promise<void> => {
  for (let next = 0; next < records.length;) {
    const batch: RawRecord[] = [];
    for (let bytes = 0; next < records.length && bytes < RAW_BATCH_BYTES; next++) {
      batch.push(records[next]!);
      bytes += records[next]!.value.length;
    }
    await send(batch);
  }
};

const run = async (): Promise<void> => {
  const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
  const opened: (() => Promise<void> | void)[] = [];
  try {
    const { url, memory, place, stop } = await launchAnew(databaseUrl, kafkaBrokers);
    opened.unshift(stop);
    const connection = await openConnection(url);
    opened.unshift(connection.close);
    const open = async (situation: string): Promise<string> => {
      const { status, body } = await connection.ask('PUT', `/situations/${situation}`, OPENING);
      if (status !== 201) throw new Error(`${status} ${body}`);
      return situation;
    };
    const raw = await openRawProducer(place);
    opened.unshift(raw.close);

    const most: { -readonly [P in keyof Memory]: Memory[P] } = { api: 0, projector: 0 };
    const sampling = setInterval(() => {
      const now = memory();
      for (const name of ['api', 'projector'] as const) most[name] = Math.max(most[name], now[name]);
    }, SAMPLE_EVERY_MS);
    opened.unshift(() => clearInterval(sampling));

    await importRows(url, await open('warm-up'), rows.slice(0, WARM_UP), 'recorded');
    const rates = { raw: [] as number[], imported: [] as number[], again: [] as number[] };
    const rate = async (work: () => Promise<void>): Promise<number> => (rows.length * 1000) / (await timed(work));
    for (let round = 0; round < ROUNDS; round++) {
      const situation = await open(`uk-${round}`);
      rates.imported.push(await rate(() => importRows(url, situation, rows, 'recorded')));
      const records = await recordsOf(place, rows.length);
      rates.raw.push(await rate(() => produceAll(raw.send, records)));
      rates.again.push(await rate(() => importRows(url, situation, rows, 'unchanged')));
    }

    const line = (work: string, perSecond: number) => ({ work, n: rows.length, perSecond });
    const [rawRate, importRate, againRate] = [median(rates.raw), median(rates.imported), median(rates.again)];
    tell({
      benchmark: 'import',
      at: new Date().toISOString(),
      machine: machine(),
      versions: await versions(databaseUrl),
      method: `Median of ${ROUNDS} rounds of ${rows.length} lines into a situation of its own, after ${WARM_UP} lines to warm up. Memory: the most that was seen.`,
      lines: [
        line('raw batched produce of the same commits', rawRate),
        ...heldAgainst(line('import over HTTP', importRate), held('raw batched produce', importRate / rawRate, '≥', TARGET.raw)),
        line('the same import again, nothing new', againRate),
      ],
      memory: Object.entries(most).map(([process, bytes]) => {
        const rssMB = bytes / 1e6;
        return { process, rssMB, target: TARGET.rssMB, verdict: judge(rssMB, TARGET.rssMB) };
      }),
    });
  } finally {
    for (const close of opened) await close();
  }
};

await run();
