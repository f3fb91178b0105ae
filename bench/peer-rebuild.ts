import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import { emmettVersion, openEmmett } from './emmett.js';
import { machine, versions } from './machine.js';
import { newPlace } from './places.js';
import { tell } from './report.js';
import { median } from './statistics.js';

// npm run bench:peer-rebuild: how fast Emmett rebuilds one projection from its events, for our rebuild to be held against.

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, events: { type: 'string', default: '100000' } } });
const [ROUNDS, EVENTS] = [Number(values.rounds), Number(values.events)];

const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
const place = await newPlace(databaseUrl, kafkaBrokers);
try {
  const emmett = await openEmmett(place, { inline: false });
  try {
    await emmett.fill(EVENTS);
    const rates: number[] = [];
    while (rates.length < ROUNDS) rates.push((EVENTS * 1000) / (await emmett.rebuild()));
    tell({
      benchmark: 'peer-rebuild',
      at: new Date().toISOString(),
      machine: machine(),
      versions: { ...(await versions(databaseUrl)), emmett: emmettVersion() },
      method: `Median of ${ROUNDS} rebuilds of a projection of one document a stream from ${EVENTS} events.`,
      lines: [{ work: 'Emmett, rebuild of one projection', n: EVENTS, perSecond: median(rates) }],
      memory: [],
    });
  } finally {
    await emmett.close();
  }
} finally {
  await place.drop();
}
