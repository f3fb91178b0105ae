import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { NOTICE, OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import { migrate, poolOf, Replica } from '../../libs/read-models/src/index.js';
import type { Examination } from '../../libs/verification/src/index.js';
import { eventually } from '../support/eventually.js';
import { type Answers, type EventAnswer, HttpClient, type Recorded } from '../support/http-client.js';
import { operate } from '../support/operator.js';
import { onReplicatedPostgres, runningOn } from '../support/own-systems.js';
import { labelled, reasonsOf } from '../support/signals.js';
import { SseClient } from '../support/sse-client.js';
import { switchedPort } from '../support/switched-port.js';

const product = runningOn(onReplicatedPostgres);
const NAME = 'replicated-2025';
const PATH = `/situations/${NAME}`;

/** Past the product, to the replica. */
let replica: pg.Pool;
/** An api that answers questions from the database that is written to. */
let primary: HttpClient;

beforeAll(async () => {
  const { system, own } = product;
  replica = new pg.Pool({ connectionString: own.database.replicaUrl, application_name: 'test', max: 1 });
  replica.on('error', () => undefined); // it is killed
  const [, url] = await system.another('api', undefined, { DATABASE_READ_URL: '' }).start();
  primary = new HttpClient(() => url!);
  recorded.push(await send('PUT', PATH, SITUATION));
}, 60_000);
afterAll(() => replica?.end());

/** Answers 201, in their order. */
const recorded: Recorded[] = [];
const send = async (method: 'PUT' | 'POST', path: string, body: object): Promise<Recorded> => {
  const answer = await product.system.http.send(method, path, body);
  expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
  return answer.body;
};
let reports = 0;
const report = async (): Promise<string> => {
  recorded.push(await send('POST', `${PATH}/observations`, { ...OBSERVATION, observationId: `o-${++reports}` }));
  return recorded.at(-1)!.position;
};
const notice = async (of: object): Promise<string> => {
  recorded.push(await send('POST', `${PATH}/notices`, { ...NOTICE, ...of }));
  return recorded.at(-1)!.position;
};
const offsetOf = (position: string): number => Number(position.split('-')[1]);
const ask = (path: string, query: Record<string, string> = {}) =>
  product.system.http.get<Answers['/status'] & { code?: string; detail: string }>(`${PATH}${path}`, query);
/** Every kind of answer that something is remembered of. */
const KINDS = ['', '/status', '/severity', '/timeline', '/observations', '/guidance-changes'] as const;
/** The same question has the same bytes, wherever and whenever it is answered. */
const expectAsOfPrimary = async (position: string): Promise<void> => {
  const query = { position, validAt: '2025-11-05T00:00:00Z' };
  for (const kind of KINDS) expect((await ask(kind, query)).text).toBe(await primary.bytes(`${PATH}${kind}`, query));
};

const pause = async (): Promise<void> => {
  await replica.query('SELECT pg_wal_replay_pause()');
  await eventually(async () =>
    expect((await replica.query('SELECT pg_get_wal_replay_pause_state() AS state')).rows).toEqual([{ state: 'paused' }]),
  );
};
const resume = () => replica.query('SELECT pg_wal_replay_resume()');
// One test that fails is not to fail the others.
afterEach(resume);

describe('questions to a replica', () => {
  it('are answered as the primary answers them, with the position of a 201 awaited', async () => {
    for (let n = 0; n < 20; n++) {
      const position = n % 4 === 0 ? await notice({ noticeId: `n-${n}`, seq: n + 1 }) : await report();
      const answers = await Promise.all(KINDS.map((kind) => ask(kind, { position })));
      expect(answers.map(({ status, body }) => [status, body.position])).toEqual(KINDS.map(() => [200, position]));
    }
    await expectAsOfPrimary(recorded.at(-1)!.position);
  });

  it('state the position that a replica has which stands still; what is awaited of it is refused, and answered when it goes on', async () => {
    const { system } = product;
    const before = recorded.at(-1)!.position;
    const partition = system.partitionOf(NAME);
    await pause();
    const after = await notice({ noticeId: 'later', seq: 99, facets: { action: 'shelter' } });
    await report();
    const last = await report();

    const examined = operate(system, 'doctor', '--quick', '--json');
    for (const kind of KINDS) expect((await ask(kind)).body.position).toBe(before);
    const list = await system.http.get<{ positions: string[] }>('/situations');
    expect(list.body.positions).toContain(before);
    await expectAsOfPrimary(before);

    const began = Date.now();
    const late = await Promise.all([
      ask('/status', { position: after }),
      ask('/state', { position: last }),
      ask('/timeline', { position: last }),
    ]);
    expect(late.map(({ status, body }) => [status, body.code])).toEqual(late.map(() => [503, 'replica-behind']));
    expect(late[0].headers.get('retry-after')).toBe('2');
    expect(late[0].body.detail).toContain(`${after} is recorded, and the replica that questions are answered from shows ${before}`);
    expect(Date.now() - began).toBeGreaterThanOrEqual(5_000);
    const never = `${partition}-${offsetOf(last) + 1_000}`;
    expect((await ask('/status', { position: never })).body.code).toBe('position-beyond-model');

    // What names no position and was just written is found all the same.
    const { commandId, eventIds } = recorded.at(-1)!;
    expect((await system.http.get<EventAnswer>(`/events/${eventIds[0]}`)).body.position).toBe(`${last}.0`);
    expect((await system.http.get<{ position: string }>(`/commands/${commandId}`)).body.position).toBe(last);

    // It is said how far it is behind, by all who are to say it.
    await eventually(async () => expect(await reasonsOf(system.http)).toEqual(['replica-stalled']), { within: 10_000 });
    const { text } = await system.http.text('/metrics');
    expect(labelled(text, 'timeline_replica_lag_records')[`partition="${partition}"`]).toBe(3);
    expect(labelled(text, 'timeline_replica_offset')[`partition="${partition}"`]).toBe(offsetOf(before));
    expect(labelled(text, 'timeline_up')).toEqual({ 'server="postgres"': 1, 'server="kafka"': 1, 'server="replica"': 1 });
    const found = JSON.parse((await examined).out) as Examination;
    expect([found.replica, found.findings[0]?.code]).toEqual([{ lag: 3 }, 'replica-stalled']);

    const awaited = KINDS.map((kind) => ask(kind, { position: last }));
    await resume();
    expect((await Promise.all(awaited)).map(({ status, body }) => [status, body.position])).toEqual(KINDS.map(() => [200, last]));
    await expectAsOfPrimary(last);
    await expectAsOfPrimary(before);
    await eventually(async () => expect(await reasonsOf(system.http)).toEqual([]));
  }, 40_000);

  it('leave a live stream as it is: it begins behind every 201, and who comes back from far is told each event once', async () => {
    const { system } = product;
    const told: string[] = [];
    await pause();
    const position = await report();
    const next = await SseClient.open(system.http.url(`/stream?situation=${NAME}&after=${position}`));
    const all = await SseClient.open(system.http.url(`/stream?situation=${NAME}&after=${recorded[0]!.position}`));
    const reading = (async () => {
      for await (const { event, data } of all.messages()) {
        if (event === 'accepted') told.push((data as EventAnswer).eventId);
      }
    })().catch(() => undefined);
    const ids = (from: number) => recorded.slice(from).flatMap(({ eventIds }) => eventIds);
    // All that the replica shows, and no more of it.
    await eventually(() => expect(told).toEqual(ids(1).slice(0, -1)));
    await report();
    for await (const { event, data } of next.messages()) {
      if (event === 'accepted') expect((data as EventAnswer).eventId).toBe(recorded.at(-1)!.eventIds[0]);
      if (event === 'accepted') break;
    }
    await resume();
    await eventually(() => expect(told).toEqual(ids(1)));
    for (const client of [next, all]) client.close();
    await reading;
  }, 30_000);

  it('are refused while it is gone, commands are not; it is read again when it is back', async () => {
    const { system, own } = product;
    await own.replica.kill();
    await eventually(async () => {
      const { status, body, headers } = await ask('/status');
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'replica-unavailable', '2']);
    });
    const last = await report();
    await eventually(async () => expect(await reasonsOf(system.http)).toEqual(['replica-unreachable']));
    const { text } = await system.http.text('/metrics');
    expect(labelled(text, 'timeline_up')['server="replica"']).toBe(0);
    expect(labelled(text, 'timeline_replica_lag_records')).toEqual({});
    const { out, code } = await operate(system, 'doctor', '--quick');
    expect([code, out]).toEqual([5, expect.stringContaining('fault replica-unreachable')]);
    expect(out).toContain('Replica: how far it is behind is unknown.');

    await own.replica.start();
    await eventually(async () => expect((await ask('/status', { position: last })).body.position).toBe(last));
    await eventually(async () => expect(await reasonsOf(system.http)).toEqual([]));
    await expectAsOfPrimary(last);
  }, 40_000);

  it('are answered while the primary is gone', async () => {
    const { system, own } = product;
    const last = recorded.at(-1)!.position;
    await own.primary.kill();
    for (const kind of KINDS) expect((await ask(kind, { position: last })).status).toBe(200);
    await own.primary.start();
    await eventually(async () => expect(await reasonsOf(system.http)).toEqual([]));
    const position = await report();
    expect((await ask('/status', { position })).body.position).toBe(position);
  }, 40_000);
});

describe('a replica', () => {
  const at = (url: string) =>
    new Replica(product.system.pool, { url, applicationName: 'test', poolSize: 4, answeredWithinMs: 15_000, warn: () => undefined });

  it('answers what asks one run of a server by no other, which may be behind what was shown', async () => {
    const { url, replicaUrl } = product.own.database;
    const [ofReplica, ofPrimary] = [new URL(replicaUrl), new URL(url)];
    const address = await switchedPort(Number(ofReplica.port));
    ofReplica.port = String(address.port);
    const opened = at(ofReplica.href);
    try {
      await opened.open();
      const first = opened.database;
      const pool = poolOf(first);
      address.leadTo(Number(ofPrimary.port));
      // More than have a connection: some are made anew, and lead elsewhere.
      const asked = await Promise.allSettled(
        Array.from({ length: 4 }, () => pool.query('SELECT pg_sleep(0.1), pg_is_in_recovery() AS replica')),
      );
      const refused = asked.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
      expect(refused.join()).toContain('the replica was started anew, or another one is in its place');
      for (const one of asked) if (one.status === 'fulfilled') expect(one.value.rows).toMatchObject([{ replica: true }]);
      await eventually(() => expect(opened.database).not.toBe(first));
      await expect(pool.query('SELECT 1')).rejects.toThrow('Cannot use a pool after calling end on the pool');
      expect(await opened.database.query('SELECT pg_is_in_recovery() AS replica')).toEqual([{ replica: false }]);
    } finally {
      await opened.close();
      await address.close();
    }
  });

  it('is refused with another schema, or the record of another log, and waited for where it lacks something yet', async () => {
    const { system, own } = product;
    const [made, ofReplica] = [new URL(own.database.url), new URL(own.database.replicaUrl)];
    for (const one of [made, ofReplica]) one.pathname = '/other';
    const refusal = async (): Promise<string> => {
      const opened = at(ofReplica.href);
      const error = await opened.open().then(
        () => new Error('it was taken'),
        (failed: Error) => failed,
      );
      await opened.close();
      expect(() => opened.database).toThrow(error);
      return String(error);
    };
    await system.pool.query('CREATE DATABASE other');
    await eventually(async () => expect(await refusal()).toMatch(/^ReplicaUnavailable: the replica does not answer: .*derived/));
    await migrate(made.href);
    await eventually(async () => expect(await refusal()).toBe('ReplicaUnavailable: the replica does not show the record yet'));
    const other = new pg.Client({ connectionString: made.href });
    await other.connect();
    try {
      const log = '00000000-0000-4000-8000-000000000000';
      await other.query(
        `INSERT INTO derived.cursors (partition, last_offset, recorded_at, log_id, partitions) VALUES (0, 0, now(), '${log}', 8)`,
      );
      await eventually(async () =>
        expect(await refusal()).toMatch(new RegExp(`^ReplicaRefused: .* in partition 0 that of ${log}, not of `)),
      );
      await other.query(`INSERT INTO derived.migrations (timestamp, name) VALUES (1, 'Unknown0000000000001')`);
      await eventually(async () => expect(await refusal()).toMatch(/^ReplicaRefused: .*: Unknown0000000000001 ran there alone/));
    } finally {
      await other.end();
    }
  });

  it('that is none keeps an api from starting, which tells no secret', async () => {
    const { url } = product.own.database;
    const starting = product.system.another('api', undefined, { DATABASE_READ_URL: url }).start();
    const said = await starting.then(
      () => 'it started',
      ({ message }: Error) => message,
    );
    expect(said).toContain('ended (exit code 1)');
    expect(said).toContain('the database at DATABASE_READ_URL is no replica: it takes writes');
    expect(said).not.toContain(new URL(url).password);
  });
});
