import { afterEach, describe, expect, it } from '@jest/globals';
import { OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import { eventually } from '../support/eventually.js';
import { labelled } from '../support/signals.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();

type Told = { status: number; text: string; codes: string[] };
const asked = async (url: string): Promise<Told> => {
  const response = await fetch(url);
  const text = await response.text();
  const { reasons = [] } = (text.startsWith('{') ? JSON.parse(text) : {}) as { reasons?: { code: string }[] };
  return { status: response.status, text, codes: reasons.map(({ code }) => code) };
};
const apiUrl = (): string => /listening on (http:\/\/[^"\s]+)/.exec(product.system.api.said())![1]!;
const ofApi = (path: string): Promise<Told> => asked(`${apiUrl()}${path}`);
const projectorUrl = (): string => /health and metrics at (http:\/\/[^"\s]+)/.exec(product.system.projector.said())![1]!;
const projectorPid = (): number => Number(/"pid":(\d+)/.exec(product.system.projector.said())![1]);

describe('the signals', () => {
  afterEach(async () => {
    await product.system.pool.query('DELETE FROM derived.projections');
  });

  it('say that all is well, and how much there is', async () => {
    const { system } = product;
    expect((await system.http.send('PUT', '/situations/signals', SITUATION)).status).toBe(201);
    await eventually(async () => {
      for (const { status, text } of [await ofApi('/metrics'), await asked(`${projectorUrl()}/metrics`)]) {
        expect(status).toBe(200);
        expect(Object.values(labelled(text, 'timeline_lag_records'))).toEqual(Array(8).fill(0));
        expect(Object.values(labelled(text, 'timeline_live'))).toEqual(Array(8).fill(1));
        expect(labelled(text, 'timeline_up')).toEqual({ 'server="postgres"': 1, 'server="kafka"': 1 });
        expect(labelled(text, 'timeline_ready')).toEqual({ '': 1 });
        const partition = system.partitionOf('signals');
        expect(labelled(text, 'timeline_log_end_offset')[`partition="${partition}"`]).toBe(2);
        expect(labelled(text, 'timeline_cursor_offset')[`partition="${partition}"`]).toBe(1);
      }
    });
    expect(labelled((await ofApi('/metrics')).text, 'timeline_command_seconds_count')).toEqual({ 'outcome="recorded"': 1 });
    expect(labelled((await asked(`${projectorUrl()}/metrics`)).text, 'timeline_judged_records_total')['verdict="accepted"']).toBe(1);
    const active = labelled((await asked(`${projectorUrl()}/metrics`)).text, 'timeline_partition_active');
    expect(active).toEqual(Object.fromEntries(Array.from({ length: 8 }, (_, partition) => [`partition="${partition}"`, 1])));
    expect(await asked(`${projectorUrl()}/health/ready`)).toMatchObject({ status: 200, text: '{"status":"ready"}' });
    expect((await asked(`${projectorUrl()}/health/live`)).status).toBe(200);
    expect((await asked(`${projectorUrl()}/else`)).status).toBe(404);
  });

  it('of a parked read model: neither is ready, and both say which, where and why', async () => {
    const { pool } = product.system;
    await pool.query(`INSERT INTO derived.projections VALUES ('timeline', 0, 1, 'parked', -1, 'Error: bug')`);
    await eventually(
      async () => {
        const api = await ofApi('/health/ready');
        expect([api.status, api.codes]).toEqual([503, ['model-parked']]);
        expect(api.text).toContain('read model timeline stands at 0--1: Error: bug');
        expect(api.text).toContain('timeline rebuild timeline');
        const projector = await asked(`${projectorUrl()}/health/ready`);
        expect([projector.status, projector.codes]).toEqual([503, ['model-parked']]);
      },
      { within: 10_000 },
    );
    const labels = 'projection="timeline",partition="0"';
    const { text } = await ofApi('/metrics');
    expect([labelled(text, 'timeline_projection_parked'), labelled(text, 'timeline_projection_lag_records')]).toEqual([
      { [labels]: 1 },
      { [labels]: 1 },
    ]);
    await pool.query('DELETE FROM derived.projections');
    await eventually(async () => expect((await ofApi('/health/ready')).status).toBe(200));
  });

  it('of a frozen projector: the api is not ready within 10 s, with nothing to judge', async () => {
    process.kill(projectorPid(), 'SIGSTOP');
    try {
      await eventually(async () => expect((await ofApi('/health/ready')).codes).toEqual(['no-projector']), { within: 10_000 });
    } finally {
      process.kill(projectorPid(), 'SIGCONT');
    }
    await eventually(async () => expect((await ofApi('/health/ready')).status).toBe(200));
  }, 60_000);

  it('of a frozen projector with records to judge: the lag is the broker’s, and it is said that nobody judges', async () => {
    const { system } = product;
    const partition = system.partitionOf('signals');
    process.kill(projectorPid(), 'SIGSTOP');
    try {
      const unknown = await system.http.send('POST', '/situations/signals/observations', OBSERVATION);
      expect(unknown.status).toBe(202);
      await eventually(async () => expect((await ofApi('/health/ready')).codes.toSorted()).toEqual(['no-projector', 'partition-stalled']), {
        within: 10_000,
      });
      const { text } = await ofApi('/metrics');
      expect(labelled(text, 'timeline_lag_records')[`partition="${partition}"`]).toBe(1);
      expect(labelled(text, 'timeline_live')[`partition="${partition}"`]).toBe(0);
    } finally {
      process.kill(projectorPid(), 'SIGCONT');
    }
    await system.judged();
    await eventually(async () => expect((await ofApi('/health/ready')).status).toBe(200));
  }, 60_000);

  it('of a projector that was stopped: the api says so, and when one is back that all is well', async () => {
    const { projector } = product.system;
    await projector.stop();
    await eventually(async () => expect((await ofApi('/health/ready')).codes).toEqual(['no-projector']), { within: 10_000 });
    await projector.start();
    await eventually(async () => expect((await ofApi('/health/ready')).status).toBe(200));
  }, 60_000);
});

describe('SIGTERM', () => {
  it('ends the api well within 10 s while connections are kept alive', async () => {
    const { api } = product.system;
    await Promise.all(Array.from({ length: 5 }, () => product.system.http.get('/situations')));
    const begun = Date.now();
    await api.stop();
    expect(Date.now() - begun).toBeLessThan(10_000);
    await product.system.startApi();
  }, 60_000);
});
