import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { Ledger } from '../support/ledger.js';
import { ownPostgres } from '../support/own-server.js';
import { runningOn } from '../support/own-systems.js';
import { report } from '../support/reports.js';
import { reasonsOf } from '../support/signals.js';
import { proxiedCluster } from '../support/tcp-proxy.js';
import { situationsOf, Writers } from '../support/writers.js';
import { type Broken, FAULTS } from './faults.js';
import { Memory } from './memory.js';
import { Readers } from './readers.js';
import { type Struck, tell } from './report.js';
import { seeded } from './seeded.js';

/** Of the soak: SOAK_MINUTES, 10 where it is not set, 60 at most; and SOAK_SEED, by which the same faults come in the same order. */
const MINUTES = Math.min(60, Number(process.env['SOAK_MINUTES'] ?? 10));
const SEED = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const WRITERS = 32;
/** Of each api: so many that one of them holds some hundreds of reports in the end, as a real one does. */
const SITUATIONS = 128;
/** Those in which is looked for recovery, of each api: in every partition some. */
const PROBED = 16;
const READERS = 8;
/** Of one writer, in milliseconds: about 500 a second in all, of which outages take their share. */
const WRITES_EVERY_MS = 60;
const COMMITS_A_MINUTE = 10_000;
const RECOVERS_WITHIN_MS = 15_000;
const RISES_BY_MB_A_MINUTE = 1;
/** From the end of one fault to the next, in milliseconds. */
const QUIET_MS = [5_000, 20_000] as const;
/** Before memory is looked at, in milliseconds: programs are compiled and heaps find their size. A shorter soak says nothing of memory. */
const WARM_UP_MS = 3 * 60_000;

/**
 * What an api holds of streams and of reports grows up to these bounds: with the usual ones its memory would rise for most of an hour until they are
 * reached, and what rises beside them would not show. These are to be reached within the warm-up.
 */
Object.assign(process.env, { STREAMS_MIB: '2', SEVERITY_ROWS: '2000' });

const product = runningOn(async () => {
  const [kafka, postgres] = await Promise.all([proxiedCluster(), ownPostgres()]);
  return {
    servers: [...kafka.nodes, postgres.server],
    proxies: [...kafka.api, ...kafka.projector],
    brokers: kafka.reached,
    database: { url: postgres.url, drop: async () => undefined },
    kafka,
    postgres: postgres.server,
  };
});

it(
  `${MINUTES} minutes of writers, readers and faults (seed ${SEED}): nothing is lost, and all recovers by itself`,
  async () => {
    const { system, own } = product;
    const random = seeded(SEED);
    const steady = { api: system.another('api'), projector: system.another('projector') };
    await steady.projector.start();
    const steadyUrl = (await steady.api.start())[1]!;
    const http = new HttpClient(() => steadyUrl);
    const broken: Broken = { system, steady, cluster: own.kafka, postgres: own.postgres, ways: own.kafka };

    // Of each api, with a ledger of its own.
    const sides = [
      { name: 'steady', http },
      { name: 'killed', http: system.http },
    ].map(({ name, http: at }) => {
      const ledger = new Ledger(at, name);
      const situations = situationsOf(`soak-${name}`, SITUATIONS);
      return { ledger, http: at, situations, writers: new Writers(ledger, situations, WRITES_EVERY_MS) };
    });
    const readers = new Readers([http, system.http], sides[0]!.situations);
    const memory = new Memory({ api: steady.api, projector: steady.projector });
    for (const { writers } of sides) await writers.start(WRITERS / 2);
    readers.start(READERS);
    memory.start();

    const begun = Date.now();
    const end = begun + MINUTES * 60_000;
    const struck: Struck[] = [];
    /** Until something was recorded in every partition, by both apis, and both are ready. */
    const recovered = () =>
      Promise.all(
        sides.flatMap(({ ledger, situations, http: at }) => [
          ...situations.slice(0, PROBED).map((situation) =>
            eventually(async () => expect((await report(ledger, situation, 'road-of-the-probe')).told.is).toBe('recorded'), {
              within: 60_000,
              every: 200,
            }),
          ),
          eventually(async () => expect(await reasonsOf(at)).toEqual([]), { within: 60_000, every: 200 }),
        ]),
      );
    const sent = () => sides.reduce((sum, { ledger }) => sum + ledger.entries.length, 0);
    const strikeUntil = async (end: number): Promise<void> => {
      for (;;) {
        const [least, most] = QUIET_MS;
        await pause(Math.min(least + random() * (most - least), Math.max(0, end - Date.now())));
        if (Date.now() >= end) return;
        const { name, strike } = FAULTS[Math.floor(random() * FAULTS.length)]!;
        const at = Date.now();
        const { since, after } = await strike(broken, random);
        await recovered();
        for (const service of Object.values(steady)) if (!service.running) throw new Error(`it ended by itself. ${service.said()}`);
        const now = Date.now();
        struck.push({ name, atMs: at - begun, lastedMs: since - at, recoveredMs: now - since });
        process.stderr.write(
          `${((at - begun) / 1000).toFixed(0)} s, ${sent()} sent: ${name}; recovered in ${((now - since) / 1000).toFixed(1)} s\n`,
        );
        await after?.();
      }
    };

    try {
      await strikeUntil(end);
    } finally {
      memory.stop();
      await Promise.all([readers.stop(), ...sides.map(({ writers }) => writers.stop())]);
    }
    const seconds = (Date.now() - begun) / 1_000;
    await system.judged();
    const unknown = sides.reduce((sum, { ledger }) => sum + ledger.told('unknown').length, 0);
    let resent = 0;
    for (const { ledger } of sides) resent += await ledger.settle();

    const slopes = memory.slopes(begun + WARM_UP_MS);
    const refolded = await expectRecordToAgree(system);
    for (const { ledger } of sides) ledger.expectInLog(refolded);
    const entries = sides.flatMap(({ ledger }) => ledger.entries);
    const recorded = entries.filter(({ told }) => told.is === 'recorded').length;
    const records = refolded.reduce((sum, { records: { length } }) => sum + length, 0);
    await tell({
      minutes: MINUTES,
      seed: SEED,
      seconds,
      recorded,
      refused: entries.length - recorded,
      unknown,
      resent,
      records,
      answers: readers.answers,
      struck,
      slopes,
    });

    expect([...readers.answers.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
    expect(struck.filter(({ recoveredMs }) => recoveredMs >= RECOVERS_WITHIN_MS)).toEqual([]);
    expect(slopes.filter(({ mbPerMinute }) => mbPerMinute >= RISES_BY_MB_A_MINUTE)).toEqual([]);
    if (MINUTES >= 10) expect(slopes).toHaveLength(2);
    expect(recorded).toBeGreaterThanOrEqual(COMMITS_A_MINUTE * MINUTES);
  },
  (MINUTES + 9) * 60_000,
);
