import { execFileSync, spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import kafkajs from 'kafkajs';
import { readEnvironment } from '../libs/platform/src/index.js';
import { machine, versions } from './machine.js';
import { newPlace, type Place } from './places.js';
import { arbitratedRecord } from './verify-record.js';

// npm run bench:verify -- --events 1000000: how long the whole log takes to be judged anew and compared, and to be made anew from the record.

const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } });
const EVENTS = Number(values.events);
const LOOKS_EVERY_MS = 200;

const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);

type Run = { readonly seconds: number; readonly rssMb: number; readonly out: string };

/** `timeline …` as an operator runs it: its time, and the most memory that it held. Rejects where it does not end with 0. */
const timeline = (place: Place, ...args: string[]): Promise<Run> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const env = {
      ...process.env,
      DATABASE_URL: place.databaseUrl,
      KAFKA_BROKERS: place.brokers.join(','),
      TOPIC_PREFIX: place.topicPrefix,
    };
    const main = new URL('../apps/cli/src/main.js', import.meta.url).pathname;
    const child = spawn(process.execPath, [main, ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let rssKb = 0;
    const timer = setInterval(() => {
      try {
        rssKb = Math.max(rssKb, Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })));
      } catch {
        // It has just ended.
      }
    }, LOOKS_EVERY_MS);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.once('close', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - begun) / 1_000;
      if (code === 0) resolve({ seconds, rssMb: Math.round(rssKb / 1024), out });
      else reject(new Error(`timeline ${args.join(' ')} ended with ${code}`));
    });
  });

const deleteTopic = async ({ brokers, topicPrefix }: Place): Promise<void> => {
  const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [`${topicPrefix}.commits`] });
  await admin.disconnect();
};

const tell = (what: string, { seconds, rssMb }: Run): void =>
  console.log(`${what}: ${seconds.toFixed(1)} s, ${Math.round(EVENTS / seconds).toLocaleString('en')} records/s, ${rssMb} MB RSS at most`);

const place = await newPlace(databaseUrl, kafkaBrokers);
try {
  console.log(JSON.stringify({ events: EVENTS, ...machine(), ...(await versions(databaseUrl)) }));
  const begun = performance.now();
  await arbitratedRecord(place, EVENTS);
  console.log(`recorded in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  const verified = await timeline(place, 'verify', '--log');
  console.log(`differences: ${(JSON.parse(verified.out) as { differences: number }).differences}`);
  tell('verify --log', verified);
  await deleteTopic(place);
  tell('recover, with its verification', await timeline(place, 'recover'));
} finally {
  await place.drop();
}
