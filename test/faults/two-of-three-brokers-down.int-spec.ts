import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { onCluster, runningOn } from '../support/own-systems.js';
import { report } from '../support/reports.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(onCluster);

it('two of three brokers killed at once: no commit counts that only one would keep, reads go on, and all goes on when they are back', async () => {
  const { system } = product;
  const { cluster } = product.own;
  const { http } = system;
  const ledger = new Ledger(http);
  const situations = situationsOf('outnumbered', 16);
  const writers = new Writers(ledger, situations);
  await writers.start(16);
  await writers.recorded(200);
  const pids = [system.api.pid, system.projector.pid];
  const away = cluster.nodes.slice(1);
  await Promise.all(away.map((node) => node.kill()));
  // What was on its way to both may still be answered; then nothing is recorded any more.
  await eventually(async () => expect((await report(ledger, situations[0]!, 'senegal')).told.is).not.toBe('recorded'));
  await writers.stop();
  const recorded = ledger.told('recorded').length;
  const answers = await Promise.all(situations.map((situation) => report(ledger, situation)));
  expect(answers.map(({ told }) => told.is)).not.toContain('recorded');
  for (const situation of situations) expect((await http.get(`/situations/${situation}/status`)).status).toBe(200);
  expect(ledger.told('recorded')).toHaveLength(recorded);
  await eventually(async () => {
    const { status, headers, text } = await http.get('/health/ready');
    expect([status, headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    expect(text).toMatch(/log-unreachable|no-projector|partition-stalled/);
  });

  await Promise.all(away.map((node) => node.start()));
  await writers.start(16);
  await writers.recorded(200);
  await eventually(async () => expect((await http.get('/health/ready')).status).toBe(200));
  await writers.stop();
  // Neither was restarted for it.
  expect([system.api.pid, system.projector.pid]).toEqual(pids);
  await system.judged();
  await ledger.settle();
  ledger.expectInLog(await expectRecordToAgree(system));
}, 180_000);
