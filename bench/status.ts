import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import { type AtOnce, atOnce } from './at-once.js';
import { timed } from './contender.js';
import { openConnection } from './http-connection.js';
import { machine, versions } from './machine.js';
import { launchAnew } from './over-http.js';
import { launchScript } from './processes.js';
import { held, heldAgainst, tell } from './report.js';
import { type Figures, medianOf } from './statistics.js';

// npm run bench:status: the travel status now, asked by many readers over HTTP, against a bare route that looks up one row.

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '5' },
  },
});
const [READERS, ROUNDS, SECONDS, WARM_UP_S] = [values.readers, values.rounds, values.seconds, values['warm-up']].map(Number) as [
  number,
  number,
  number,
  number,
];
const TARGET = 0.5;
/** Connections to PostgreSQL of the api, and of the bare route. */
const POOL = 20;
const SITUATION = 'mali-2025';
const CHRONICLE = fileURLToPath(new URL('../../data/mali-2025.chronicle.jsonl', import.meta.url));

/** Readers of a status, each over a keep-alive connection of its own. */
const readersOf = async (url: string) => {
  const connections = await Promise.all(Array.from({ length: READERS }, () => openConnection(url)));
  return {
    once: (reader = 0) =>
      timed(async () => {
        const { status, body } = await connections[reader]!.ask('GET', `/situations/${SITUATION}/status`);
        if (status !== 200) throw new Error(`${status} ${body}`);
      }),
    close: () => connections.forEach(({ close }) => close()),
  };
};

const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
const opened: (() => unknown)[] = [];
try {
  const both = await launchAnew(databaseUrl, kafkaBrokers);
  opened.unshift(() => both.stop());
  const imported = await fetch(`${both.url}/situations/${SITUATION}/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: readFileSync(CHRONICLE),
  });
  const results = (await imported.text()).trimEnd().split('\n');
  if (results.some((line) => !line.includes('"status":"recorded"'))) throw new Error(`the chronicle was not imported: ${results.at(-1)}`);
  const bare = launchScript(fileURLToPath(new URL('./raw-status.js', import.meta.url)), {
    DATABASE_URL: both.place.databaseUrl,
    POOL: String(POOL),
  });
  opened.unshift(() => bare.stop());
  const [, bareUrl] = await bare.said(/listening on (http[^"]+)/);

  const [BARE, OURS] = ['bare route, one look-up', `status now, ${READERS} readers`];
  const contenders = new Map([
    [BARE, await readersOf(bareUrl!)],
    [OURS, await readersOf(both.url)],
  ]);
  opened.unshift(() => contenders.forEach(({ close }) => close()));
  for (const contender of contenders.values()) await atOnce(contender, READERS, WARM_UP_S);
  const rounds = new Map<string, AtOnce[]>([...contenders.keys()].map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, contender] of contenders) rounds.get(name)!.push(await atOnce(contender, READERS, SECONDS));
  }
  const figures = new Map<string, Figures>([...rounds].map(([name, taken]) => [name, medianOf(taken.map((one) => one.figures))]));
  const line = (work: string) => ({ work, ...figures.get(work)!, n: rounds.get(work)!.reduce((sum, { n }) => sum + n, 0) });
  tell({
    benchmark: 'status',
    at: new Date().toISOString(),
    machine: machine(),
    versions: await versions(databaseUrl),
    method: `Median of ${ROUNDS} rounds of ${SECONDS} s of each, in turn, after ${WARM_UP_S} s of each to warm up; the chronicle of Mali, ${READERS} keep-alive connections. Ratios are of answers per second.`,
    lines: [
      line(BARE),
      ...heldAgainst(line(OURS), held('bare route', figures.get(OURS)!.perSecond! / figures.get(BARE)!.perSecond!, '≥', TARGET)),
    ],
    memory: [],
  });
} finally {
  for (const close of opened) await close();
}
