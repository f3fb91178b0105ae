import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import { openConnection } from './http-connection.js';
import { machine, versions } from './machine.js';
import { launchAnew } from './over-http.js';
import { rawStream } from './raw-stream.js';
import { openReaders, type Readers } from './readers.js';
import { heldAgainst, judge, type Line, tell, type Total } from './report.js';
import { type Figures, figuresOf, medianOf } from './statistics.js';
import { nowMs, type Received } from './received.js';
import { OPENING, SITUATION_ID, taskOf } from './workload.js';

// npm run bench:stream: from the 201 of a command until each of many subscribers has the event, at a fixed rate of commands.

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '15' },
    'warm-up': { type: 'string', default: '10' },
  },
});
const [SUBSCRIBERS, RATE, ROUNDS, SECONDS, WARM_UP_S] = [
  values.subscribers,
  values.rate,
  values.rounds,
  values.seconds,
  values['warm-up'],
].map(Number) as [number, number, number, number, number];

const TARGET_MS = 100;
const MEMORY_TARGET_MB = 250;
/** So long is waited for the last event to be everywhere, in milliseconds. */
const ALL_RECEIVED_WITHIN_MS = 10_000;

/** What was sent, and since when it counts. */
type Sent = Map<string, number>;
/** Of a round: how long each subscriber waited for each event, and what did not come, or came again. */
type Round = { readonly waits: readonly number[]; readonly missed: number; readonly doubled: number };

/** Does `send` so many times a second, whatever it takes, for so long. */
const atRate = async (seconds: number, send: () => Promise<void>): Promise<void> => {
  const under: Promise<void>[] = [];
  const began = nowMs();
  for (let n = 0; n < seconds * RATE; n++) {
    const early = began + (n * 1_000) / RATE - nowMs();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    under.push(send());
  }
  await Promise.all(under);
};

const roundOf = async (readers: Readers, sent: Sent): Promise<Round> => {
  const times = new Map<string, number[]>();
  const take = (received: readonly Received[]): void => {
    for (const { eventId, times: more } of received) times.set(eventId, [...(times.get(eventId) ?? []), ...more]);
  };
  const end = nowMs() + ALL_RECEIVED_WITHIN_MS;
  const whole = () => [...sent.keys()].every((eventId) => (times.get(eventId)?.length ?? 0) >= SUBSCRIBERS);
  do take(await readers.received());
  while (!whole() && nowMs() < end);
  const counts = [...sent.keys()].map((eventId) => times.get(eventId)?.length ?? 0);
  return {
    waits: [...sent].flatMap(([eventId, since]) => (times.get(eventId) ?? []).map((at) => at - since)),
    missed: counts.reduce((sum, count) => sum + Math.max(0, SUBSCRIBERS - count), 0),
    doubled: counts.reduce((sum, count) => sum + Math.max(0, count - SUBSCRIBERS), 0),
  };
};

/** Several rounds, after a shorter one that does not count. */
const rounds = async (readers: Readers, send: (sent: Sent) => Promise<void>): Promise<Round[]> => {
  const all: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const sent: Sent = new Map();
    await atRate(round === 0 ? WARM_UP_S : SECONDS, () => send(sent));
    all.push(await roundOf(readers, sent));
  }
  return all.slice(1);
};

const figures = (all: readonly Round[]): Figures => medianOf(all.map(({ waits }) => figuresOf(waits)));
const count = (all: readonly Round[], what: (round: Round) => number): number => all.reduce((sum, round) => sum + what(round), 0);
const received = (all: readonly Round[]): number => count(all, ({ waits }) => waits.length);

const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
const opened: (() => unknown)[] = [];
try {
  const both = await launchAnew(databaseUrl, kafkaBrokers);
  opened.unshift(() => both.stop());
  const connections = await Promise.all(Array.from({ length: Math.max(4, RATE) }, () => openConnection(both.url)));
  opened.unshift(() => connections.forEach(({ close }) => close()));
  let n = 0;
  const commandTimes: number[] = [];
  const record = async (sent: Sent): Promise<void> => {
    const { path, body } = taskOf(n);
    const key = `task-${n++}`;
    const connection = connections.pop();
    if (connection === undefined) throw new Error('commands take longer than they come');
    const began = nowMs();
    const { status, body: answer } = await connection.ask('POST', `/situations/${SITUATION_ID}/${path}`, body, { 'idempotency-key': key });
    const since = nowMs();
    connections.push(connection);
    if (status !== 201) throw new Error(`a command was answered with ${status}: ${answer}`);
    commandTimes.push(since - began);
    for (const eventId of (JSON.parse(answer) as { eventIds: string[] }).eventIds) sent.set(eventId, since);
  };
  const { status } = await connections[0]!.ask('PUT', `/situations/${SITUATION_ID}`, OPENING);
  if (status !== 201) throw new Error(`the situation was not opened: ${status}`);

  const readers = await openReaders(`${both.url}/stream`, SUBSCRIBERS);
  const live = await rounds(readers, record);
  const memory = both.memory();
  await readers.close();

  const raw = await rawStream();
  opened.unshift(() => raw.close());
  const rawReaders = await openReaders(raw.url, SUBSCRIBERS);
  const frame = (eventId: string) =>
    Buffer.from(`id: 0-1,1-1,2-1,3-1,4-1,5-1,6-1,7-1\nevent: accepted\ndata: ${JSON.stringify({ eventId, data: taskOf(0).body })}\n\n`);
  const alone = await rounds(rawReaders, async (sent) => {
    const eventId = randomUUID();
    sent.set(eventId, raw.write(frame(eventId)));
  });
  await rawReaders.close();

  const [ours, theirs] = [figures(live), figures(alone)];
  const line: Line = { work: `from the 201 to ${SUBSCRIBERS} subscribers`, ...ours, n: received(live) };
  const missed = count(live, (round) => round.missed);
  const doubled = count(live, (round) => round.doubled);
  const none = (against: string, ratio: number) => ({ against, ratio, target: 0, verdict: judge(ratio, 0) });
  const lines: (Line | Total)[] = [
    ...heldAgainst(
      line,
      { against: 'p99', ratio: ours.p99, unit: 'ms', target: TARGET_MS, verdict: judge(ours.p99, TARGET_MS) },
      none('missed', missed),
      none('doubled', doubled),
      { against: 'Node alone, p99', ratio: ours.p99 / theirs.p99 },
    ),
    { work: 'Node alone, from the first write', ...theirs, n: received(alone) },
    { work: 'the commands meanwhile, to their 201', ...figuresOf(commandTimes), n: commandTimes.length },
  ];
  const resident = (process: string, bytes: number) => {
    const rssMB = bytes / 1e6;
    return { process, rssMB, target: MEMORY_TARGET_MB, verdict: judge(rssMB, MEMORY_TARGET_MB) };
  };
  tell({
    benchmark: 'stream',
    at: new Date().toISOString(),
    machine: machine(),
    versions: await versions(databaseUrl),
    method:
      `Median of ${ROUNDS} rounds of ${SECONDS} s, ${RATE} commands a second, each counted at each subscriber, after ${WARM_UP_S} s to warm up; subscribers in a ` +
      'process of their own, all over loopback. Node alone is an http server that writes frames of that size to as many, at that rate.',
    lines,
    memory: [resident(`api, ${SUBSCRIBERS} streams`, memory.api), resident('projector', memory.projector)],
  });
} finally {
  for (const close of opened) await close();
}
