import { describe, expect, it } from '@jest/globals';
import { OBSERVATION } from '../../apps/api/src/commands/examples.js';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { type OwnServer, ownKafka, ownPostgres } from '../support/own-server.js';
import { runningOn } from '../support/own-systems.js';
import { reasonsOf } from '../support/signals.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(async () => {
  const [kafka, postgres] = await Promise.all([ownKafka(), ownPostgres()]);
  return {
    servers: [kafka.server, postgres.server],
    broker: kafka.server,
    postgres: postgres.server,
    brokers: { test: kafka.brokers },
    database: { url: postgres.url, drop: async () => undefined },
  };
});
/** What memory may rise by while nothing gets through, in bytes: less than what is sent in that time and would have to be kept. */
const MEMORY = 64 * 1024 * 1024;
const RECOVERS_WITHIN_MS = 15_000;

/** Longer than any wait of the product: 5 s for a verdict, 5 s for a broker's answer, 20 s for PostgreSQL's, 30 s for an append. */
const goneFor = async (server: OwnServer, longMs: number, readsGoOn: boolean): Promise<void> => {
  const { system } = product;
  const { http, api, projector } = system;
  const ledger = new Ledger(http, server === product.own.broker ? 'broker' : 'postgres');
  const situations = situationsOf(server === product.own.broker ? 'logless' : 'recordless', 16);
  const writers = new Writers(ledger, situations);
  await writers.start(32);
  await writers.recorded(300);
  const pids = [api.pid, projector.pid];
  await server.kill();
  const since = Date.now();
  const [apiBefore, projectorBefore] = [api.rss(), projector.rss()];
  const statuses = new Set<number>();
  while (Date.now() - since < longMs) {
    const [written, read] = await Promise.all([
      http.send('POST', `/situations/${situations[0]}/observations`, probe(), { 'idempotency-key': 'the-same-each-time' }),
      http.get(`/situations/${situations[1]}/status`),
    ]);
    statuses.add(written.status);
    if (written.status === 503) expect(written.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(read.status).toBe(readsGoOn ? 200 : 503);
    if (read.status === 503) expect(read.headers.get('retry-after')).toMatch(/^\d+$/);
    expect([api.rss() - apiBefore, projector.rss() - projectorBefore].every((risen) => risen < MEMORY)).toBe(true);
  }
  expect([...statuses].every((status) => status === 503 || status === 202)).toBe(true);
  expect(await reasonsOf(http)).not.toEqual([]);

  await server.start();
  const back = Date.now();
  await writers.recorded(100);
  await eventually(async () => expect(await reasonsOf(http)).toEqual([]));
  expect(Date.now() - back).toBeLessThan(RECOVERS_WITHIN_MS);
  expect([api.pid, projector.pid]).toEqual(pids);
  await writers.stop();
  await system.judged();
  await ledger.settle();
  const asked = await http.send('POST', `/situations/${situations[0]}/observations`, probe(), { 'idempotency-key': 'the-same-each-time' });
  expect([200, 201]).toContain(asked.status);
  ledger.expectInLog(await expectRecordToAgree(system), [asked.body.commandId]);
};

/** What somebody sends again and again until it is recorded. */
const probe = () => ({ ...OBSERVATION, observationId: 'probe', subject: 'road-of-the-probe', summary: 'probe' });

describe('gone for longer than every time-out, under load: memory stays flat, and all goes on by itself', () => {
  it('the broker: commands are answered 503 or 202, questions 200', () => goneFor(product.own.broker, 40_000, true), 150_000);
  it('PostgreSQL: commands and questions are answered 503 or 202', () => goneFor(product.own.postgres, 25_000, false), 150_000);
});
