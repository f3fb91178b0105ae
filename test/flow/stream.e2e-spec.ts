import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NOTICE, OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import { eventually } from '../support/eventually.js';
import type { EventAnswer, ProblemDetails } from '../support/http-client.js';
import { Ledger } from '../support/ledger.js';
import { SseClient } from '../support/sse-client.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const SITUATIONS = situationsOf('live', 12);
const MIB = 1024 * 1024;

type Told = EventAnswer & { situation: string };
const urlOf = (query: Record<string, string> = {}) => product.system.http.url(`/stream?${new URLSearchParams(query)}`);
const resumeAt = (id: string | undefined): Record<string, string> => (id === undefined ? {} : { 'last-event-id': id });

/** A client that reads until it is closed, and keeps what it was told and the last id. */
class Follower {
  readonly told: Told[] = [];
  id: string | undefined;
  private client: SseClient | undefined;
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly query: Record<string, string> = {}) {}

  /** Resolves when it was told where it begins. `most`: after so many events it hangs up by itself. */
  async open(most = Infinity, url = urlOf(this.query)): Promise<this> {
    const client = await SseClient.open(url, resumeAt(this.id));
    this.client = client;
    let opened: () => void = () => undefined;
    const opening = new Promise<void>((resolve) => (opened = resolve));
    this.reading = this.read(client, most, opened).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
    await Promise.race([opening, this.reading]);
    return this;
  }

  private async read(client: SseClient, most: number, opened: () => void): Promise<void> {
    let count = 0;
    for await (const { id, event, data } of client.messages()) {
      this.id = id ?? this.id;
      if (event === 'opening') opened();
      else if (event === 'accepted') {
        this.told.push(data as Told);
        if (++count >= most) return client.close();
      }
    }
  }

  /** Resolves when it hung up, or the api did. */
  get over(): Promise<void> {
    return this.reading;
  }

  async close(): Promise<void> {
    this.client?.close();
    await this.reading;
  }

  get positions(): string[] {
    return this.told.map(({ position }) => position);
  }
}

/** Every accepted event of the situations, by the record, in the order of each partition. */
const recorded = async (situations = SITUATIONS, types?: readonly string[]): Promise<string[]> => {
  const { rows } = await product.system.pool.query<{ position: string }>(
    `SELECT partition || '-' || log_offset || '.' || event_index AS position FROM derived.events
     WHERE situation = ANY ($1) AND ($2::text[] IS NULL OR type = ANY ($2)) ORDER BY partition, log_offset, event_index`,
    [situations, types ?? null],
  );
  return rows.map(({ position }) => position);
};

/** Put by partition, and in each as they came. */
const byPartition = (positions: readonly string[]): string[] =>
  positions.toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));

/** Whether it was told all of these, each once, in the order of its partition. */
const expectTold = (follower: Follower, positions: readonly string[]) => expect(byPartition(follower.positions)).toEqual(positions);

beforeAll(async () => {
  for (const situation of SITUATIONS)
    expect((await product.system.http.send('PUT', `/situations/${situation}`, SITUATION)).status).toBe(201);
});

const observe = (situation: string, n: number) =>
  product.system.http.send('POST', `/situations/${situation}/observations`, {
    ...OBSERVATION,
    observationId: `o-${n}`,
    subject: `road-${n % 20}`,
    summary: 's'.repeat(500),
  });

describe('the live stream', () => {
  it('tells where it begins, and then each event as GET /events tells it', async () => {
    const follower = await new Follower().open();
    const before = follower.id!;
    expect(before.split(',')).toHaveLength(product.system.log.partitions);
    const { body } = await product.system.http.send('POST', `/situations/${SITUATIONS[0]}/notices`, { ...NOTICE, noticeId: 'first' });
    await eventually(() => expect(follower.told).toHaveLength(1));
    const [eventId] = body.eventIds;
    expect(follower.told[0]).toEqual((await product.system.http.get(`/events/${eventId}`)).body);
    expect(follower.id).toBe(before.split(',').with(product.system.partitionOf(SITUATIONS[0]!), `${body.position}.0`).join(','));
    await follower.close();
  });

  it('goes on after the position of any answer on the situation', async () => {
    const situation = SITUATIONS[1]!;
    const { position } = await product.system.http.ask(situation, '/status');
    await observe(situation, 1);
    const follower = await new Follower({ situation, after: position }).open();
    await eventually(() => expect(follower.told.map(({ type }) => type)).toEqual(['ObservationRecorded']));
    await follower.close();
  });

  it('tells what was asked for: situations and types, one a parameter or parted by commas', async () => {
    const [one, two, three] = SITUATIONS.slice(2, 5) as [string, string, string];
    const all = await new Follower().open();
    const some = await new Follower({ situation: `${one},${two}`, types: 'AdvisoryObserved,AdvisoryChanged' }).open();
    const url = product.system.http.url(`/stream?situation=${one}&situation=${three}&types=ObservationRecorded`);
    const others = await new Follower().open(Infinity, url);
    for (const situation of [one, two, three]) {
      await product.system.http.send('POST', `/situations/${situation}/notices`, { ...NOTICE, noticeId: 'n' });
      await observe(situation, 1);
    }
    await eventually(() => expect(all.told).toHaveLength(6));
    const told = (follower: Follower) => follower.told.map(({ situation, stream }) => `${situation} ${stream.split('/')[0]}`).toSorted();
    await eventually(() => expect(told(some)).toEqual([`${one} advisory`, `${two} advisory`]));
    await eventually(() => expect(told(others)).toEqual([`${one} observation`, `${three} observation`]));
    await Promise.all([all, some, others].map((follower) => follower.close()));
  });

  it('loses and doubles nothing, whenever clients break off and come back, while others write', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http, 'resumed');
    const names = situationsOf('resumed', 10);
    const writers = new Writers(ledger, names, 5);
    const followers = [
      new Follower(),
      new Follower({ situation: names.slice(0, 3).join(',') }),
      new Follower({ types: 'AdvisoryObserved,AdvisoryChanged' }),
    ];
    // The situations must be there to be named.
    for (const name of names) await ledger.send(name, '', SITUATION);
    const start = await recorded(names);
    const steady = await new Follower().open();
    const someEvents = () => 1 + Math.floor(Math.random() * 12);
    for (const follower of followers) await follower.open(someEvents());
    await writers.start(4);
    let isOver = false;
    const written = writers.recorded(200).finally(() => (isOver = true));
    let breaks = 0;
    const coming = followers.map(async (follower) => {
      for (;;) {
        await Promise.race([follower.over, written]);
        if (isOver) break;
        breaks += 1;
        await follower.open(someEvents());
        // In the midst of whatever is being sent.
        if (Math.random() < 0.3) await follower.close();
      }
    });
    await written.finally(() => writers.stop());
    await Promise.all(coming);
    for (const follower of followers) {
      await follower.close();
      await follower.open();
    }
    const expected = async (situations: readonly string[], types?: readonly string[]) =>
      (await recorded([...situations], types)).filter((position) => !start.includes(position));
    const all = await expected(names);
    expect(all.length).toBeGreaterThan(150);
    expect(breaks).toBeGreaterThan(10);
    await eventually(() => expectTold(steady, all));
    await eventually(() => expectTold(followers[0]!, all));
    const ofSome = await expected(names.slice(0, 3));
    await eventually(() => expectTold(followers[1]!, ofSome));
    const ofTypes = await expected(names, ['AdvisoryObserved', 'AdvisoryChanged']);
    await eventually(() => expectTold(followers[2]!, ofTypes));
    await Promise.all([steady, ...followers].map((follower) => follower.close()));
  }, 90_000);

  it('goes on at another api when the first is killed', async () => {
    const { system } = product;
    const situation = SITUATIONS[5]!;
    const other = system.another('api');
    const otherUrl = (await other.start())[1]!;
    const start = await recorded([situation]);
    const follower = await new Follower({ situation }).open();
    for (let n = 0; n < 10; n++) await observe(situation, n);
    await eventually(() => expect(follower.told.length).toBeGreaterThan(4));
    await system.api.kill();
    await follower.over;
    await system.startApi();
    for (let n = 10; n < 20; n++) await observe(situation, n);
    await follower.open(Infinity, `${otherUrl}/stream?situation=${situation}`);
    const all = (await recorded([situation])).slice(start.length);
    expect(all).toHaveLength(20);
    await eventually(() => expectTold(follower, all));
    await follower.close();
    await other.stop();
  }, 60_000);

  it('ends with the api, with a hint when to come back', async () => {
    const { system } = product;
    const response = await fetch(urlOf());
    const reading = response.text();
    await eventually(async () => expect((await system.http.text('/metrics')).text).toContain('timeline_open_streams{kind="live"} 1'));
    await system.api.stop();
    expect(await reading).toMatch(/^id: [^\n]+\nevent: opening\n[\s\S]*retry: [1-4]\d{3}\n/);
    await system.startApi();
  }, 60_000);

  it('is nobody’s once the client is gone', async () => {
    const open = async () => /timeline_open_streams\{kind="live"\} (\d+)/.exec((await product.system.http.text('/metrics')).text)?.[1];
    const followers = await Promise.all(Array.from({ length: 5 }, () => new Follower().open()));
    expect(await open()).toBe('5');
    await Promise.all(followers.map((follower) => follower.close()));
    await eventually(async () => expect(await open()).toBe('0'));
  });

  it('waits for a reader that takes nothing, and tells it all in the end, though it is more than what is kept for all', async () => {
    const { system } = product;
    const situation = SITUATIONS[6]!;
    const memory = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(system.api.pid)], { encoding: 'utf8' })) * 1024;
    const start = await recorded([situation]);
    const slow = await SseClient.open(urlOf({ situation }));
    const paused = slow.messages();
    await paused.next(); // the opening; nothing is read after it
    const quick = await new Follower({ situation }).open();
    // More than what is kept for all, and what sockets take. Each is of an advisory of its own.
    const lines = Array.from({ length: 150 }, (_, n) => {
      const destination = String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26));
      const sections = { security: randomBytes(90_000).toString('hex') };
      return JSON.stringify({
        id: `large-${n}`,
        type: 'notice',
        body: { ...NOTICE, noticeId: `large-${n}`, destination, content: { sections } },
      });
    });
    const before = memory();
    const { results } = await system.http.importLines(situation, lines, { ahead: 20 });
    expect(results.filter(({ status }) => status !== 'recorded').slice(0, 1)).toEqual([]);
    const all = (await recorded([situation])).slice(start.length);
    await eventually(() => expectTold(quick, all), { within: 60_000 });
    const grown = memory() - before;
    process.stdout.write(`slow reader: the api grew by ${Math.round(grown / MIB)} MiB to ${Math.round(memory() / MIB)} MiB\n`);
    const told: string[] = [];
    for await (const { event, data } of paused) {
      if (event === 'accepted') told.push((data as Told).position);
      if (told.length === all.length) break;
    }
    expect(told).toEqual(all);
    slow.close();
    await quick.close();
  }, 120_000);

  it.each([
    [{ situation: 'nowhere' }, undefined, 404, 'situation-not-found'],
    [{ types: 'Rumour' }, undefined, 400, 'not-allowed-value'],
    [{ after: '3-1' }, undefined, 400, 'partition-missing'],
    [{ after: 'x' }, undefined, 400, 'position-malformed'],
    [{}, '12', 400, 'last-event-id-malformed'],
    [{}, '0-0,1-0,2-0,3-0', 400, 'partition-missing'],
    [{}, '0-0,1-0,2-0,3-0,4-0,5-0,6-0,7-0,8-0', 400, 'position-of-another-log'],
    [{}, '0-0,1-0,2-0,3-999999,4-0,5-0,6-0,7-0', 400, 'position-beyond-model'],
  ])('%j with the id %s is refused', async (query: Record<string, string>, id, status, code) => {
    const path = `/stream?${new URLSearchParams(query)}`;
    const answer = await product.system.http.send<ProblemDetails>('GET', path, undefined, resumeAt(id));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
