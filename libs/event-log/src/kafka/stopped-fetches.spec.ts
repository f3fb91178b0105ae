import { expect, it } from '@jest/globals';
import Runner from 'kafkajs/src/consumer/runner.js';
import { eventually } from '../../../../test/support/eventually.js';
import './stopped-fetches.js';

/** Nobody looks so often for the brokers who does not do it for ever; a loop of promises lets no timer end the test. */
const FOR_EVER = 1_000;
const noLogger = {
  namespace: () => noLogger,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

it('a consumer that is stopped while a broker leaves is at its end, and fetches nothing for ever no more', async () => {
  let nodes = ['1', '2'];
  let looks = 0;
  let release!: () => void;
  const slow = new Promise<void>((resolve) => (release = resolve));
  const consumerGroup = {
    connect: async () => undefined,
    joinAndSync: async () => undefined,
    leave: async () => undefined,
    heartbeat: async () => undefined,
    getNodeIds: () => {
      looks += 1;
      if (looks > FOR_EVER) throw new Error('for ever');
      return nodes;
    },
    fetch: async (node: string) => {
      if (node === '2') await slow;
      else await new Promise((resolve) => setTimeout(resolve, 5));
      return [];
    },
  };
  const crashes: Error[] = [];
  const runner = new Runner({
    logger: noLogger,
    consumerGroup,
    instrumentationEmitter: { emit: () => undefined },
    concurrency: 1,
    onCrash: (error: Error) => crashes.push(error),
    retry: { initialRetryTime: 5, retries: 3 },
  });
  await runner.start();
  nodes = ['1', '2', '3'];
  const before = looks;
  // One fetcher has seen it, and ended; the other one is waited for, and then all begin anew.
  await eventually(() => expect(looks).toBe(before + 1), { every: 1 });
  const stopped = runner.stop();
  release();
  await stopped;
  expect(looks).toBeLessThan(FOR_EVER);
  expect(crashes).toEqual([]);
});
