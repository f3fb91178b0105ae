import { parseArgs } from 'node:util';
import pg from 'pg';
import { partitionOf } from '../libs/event-log/src/index.js';
import { readEnvironment } from '../libs/platform/src/index.js';
import { type AtOnce, atOnce } from './at-once.js';
import { timed } from './contender.js';
import { type FleetSize, launchFleet } from './fleet.js';
import { type Connection, openConnection } from './http-connection.js';
import { machine, versions } from './machine.js';
import { newPlace, type Place } from './places.js';
import { heldAgainst, type Line, type Total, tell } from './report.js';
import { transactions } from './server-costs.js';
import { type Figures, medianOf } from './statistics.js';
import { OPENING, taskOf } from './workload.js';

// npm run bench:scale: commands to situations in every partition, with several projectors and several apis.

const { values } = parseArgs({
  options: {
    'warm-up': { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    writers: { type: 'string', default: '64' },
    projectors: { type: 'string', default: '1,2,4' },
    apis: { type: 'string', default: '1,2,3' },
  },
});
const [WARM_UP_S, ROUNDS, SECONDS, WRITERS] = [values['warm-up'], values.rounds, values.seconds, values.writers].map(Number) as [
  number,
  number,
  number,
  number,
];
const countsOf = (text: string): number[] => text.split(',').map(Number);

/** As a topic is made with. */
const PARTITIONS = 8;
const SITUATIONS_A_PARTITION = 2;

/** As many situations in each partition. */
const SITUATIONS: readonly string[] = Array.from({ length: PARTITIONS }, (_, partition) =>
  Array.from({ length: 1_000 }, (__, n) => `crisis-${n}`)
    .filter((name) => partitionOf(name, PARTITIONS) === partition)
    .slice(0, SITUATIONS_A_PARTITION),
).flat();

const send = async (connection: Connection, method: 'PUT' | 'POST', path: string, body: object, key: string): Promise<void> => {
  const { status, body: answer } = await connection.ask(method, `/situations/${path}`, body, { 'idempotency-key': key });
  if (status !== 201) throw new Error(`${method} ${path}: ${status} ${answer}`);
};

type Measured = { readonly figures: Figures; readonly n: number; readonly transactionsEach: number };

/** The next task of each situation, over all that is measured: what was recorded stays. */
const done = SITUATIONS.map(() => 0);

const measure = async (place: Place, size: FleetSize, client: pg.Client): Promise<Measured> => {
  const fleet = await launchFleet(place, size);
  const connections = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => openConnection(fleet.urls[writer % size.apis]!)));
  try {
    if (done[0] === 0) for (const name of SITUATIONS) await send(connections[0]!, 'PUT', name, OPENING, `opening-${name}`);
    const once = (writer = 0): Promise<number> => {
      const nth = writer % SITUATIONS.length;
      const n = done[nth]!++;
      const { path, body } = taskOf(n);
      return timed(() => send(connections[writer]!, 'POST', `${SITUATIONS[nth]}/${path}`, body, `task-${n}`));
    };
    await atOnce({ once }, WRITERS, WARM_UP_S);
    const before = await transactions(client);
    const rounds: AtOnce[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await atOnce({ once }, WRITERS, SECONDS));
    const ended = (await transactions(client)) - before;
    const n = rounds.reduce((sum, round) => sum + round.n, 0);
    return { figures: medianOf(rounds.map(({ figures }) => figures)), n, transactionsEach: ended / n };
  } finally {
    for (const { close } of connections) close();
    await fleet.stop();
  }
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const linesOf = (measured: ReadonlyMap<FleetSize, Measured>): (Line | Total)[] => {
  const first = [...measured.entries()][0]!;
  const nameOf = ({ projectors, apis }: FleetSize): string => `${counted(projectors, 'projector')}, ${counted(apis, 'api')}`;
  return [...measured].flatMap(([size, { figures, n, transactionsEach }]) =>
    heldAgainst(
      { work: nameOf(size), ...figures, n },
      { against: 'transactions of PostgreSQL a command', ratio: transactionsEach },
      { against: nameOf(first[0]), ratio: figures.perSecond! / first[1].figures.perSecond! },
    ),
  );
};

const run = async (): Promise<void> => {
  const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
  const place = await newPlace(databaseUrl, kafkaBrokers);
  const client = new pg.Client({ connectionString: place.databaseUrl });
  try {
    await client.connect();
    const measured = new Map<FleetSize, Measured>();
    for (const apis of countsOf(values.apis))
      for (const projectors of countsOf(values.projectors)) {
        const size = { projectors, apis };
        measured.set(size, await measure(place, size, client));
      }
    const here = machine();
    tell({
      benchmark: 'scale',
      at: new Date().toISOString(),
      machine: here,
      versions: await versions(databaseUrl),
      method:
        `Median of ${ROUNDS} rounds of ${SECONDS} s, after ${WARM_UP_S} s to warm up; each fleet of processes by itself, one after the other, on the same record. ` +
        `${WRITERS} writers over HTTP, one keep-alive connection each, to ${SITUATIONS.length} situations, ${SITUATIONS_A_PARTITION} in each of ${PARTITIONS} partitions; a command is one until its verdict, with live read models. ` +
        `Everything, servers and writers included, shares the ${here.cores} cores of this machine: more processes can show here that they do each other no harm and cost no more for each command, and not how far they scale.`,
      lines: linesOf(measured),
      memory: [],
    });
  } finally {
    await client.end();
    await place.drop();
  }
};

await run();
