import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Message } from 'kafkajs';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const SITUATIONS = situationsOf('poisoned', 16);

/** Nothing of this is a commit. Among commits that are being written, since it is to share batches with them. */
const poison = (): Message[] => {
  const deep = '['.repeat(100_000);
  const values = [
    '',
    'no JSON',
    '{"envelope":1}',
    deep,
    randomBytes(1_000),
    Buffer.from([0, 0xc3, 0x28]),
    null,
    '{"envelope":1,"rule":1,"events":null}',
  ];
  const keys = [SITUATIONS[0]!, '', '_log', '_rule', randomBytes(8), null];
  return Array.from({ length: 8 }, (_, partition) =>
    keys.flatMap((key) => values.map((value) => ({ partition, key, value, headers: { 'x\u0000': Buffer.from([0xff]) } }))),
  ).flat();
};

it('poison from a foreign producer is judged malformed, and the log goes on around it', async () => {
  const { system } = product;
  const ledger = new Ledger(system.http);
  const writers = new Writers(ledger, SITUATIONS);
  await writers.start(8);
  await writers.recorded(50);
  const messages = poison();
  for (let from = 0; from < messages.length; from += 20) {
    await system.produce(messages.slice(from, from + 20));
    await writers.recorded(5);
  }
  await writers.stop();
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  const refolded = await expectRecordToAgree(system);
  ledger.expectInLog(refolded);
  const malformed = refolded.flatMap(({ records }) => records.filter(({ verdict }) => verdict === 'malformed'));
  expect(malformed).toHaveLength(messages.length);
}, 60_000);
