import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { copyFolders } from '../support/folder-copies.js';
import { Ledger } from '../support/ledger.js';
import { onOwnKafka, runningOn } from '../support/own-systems.js';
import { ToldProjector } from '../support/shares.js';
import { reasonsOf } from '../support/signals.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(onOwnKafka);

it('the log is cut off below what was judged and grows beyond it with something else: none of that is judged, and the true log goes on', async () => {
  const { system } = product;
  const { broker, data } = product.own;
  const { http, pool, topic } = system;
  const projector = ToldProjector.of(system.projector);
  const [older, whole] = [`${broker.directory}/older`, `${broker.directory}/whole`];
  const ledger = new Ledger(http);
  const situations = situationsOf('regrown', 16);
  const writers = new Writers(ledger, situations);
  await writers.start(8);
  await writers.recorded(100);
  await broker.kill();
  copyFolders(data, older, `${topic}-`);
  await broker.start();
  await writers.recorded(200);
  await writers.stop();
  await system.judged();
  await ledger.settle();
  await system.judged();
  const ends = await system.ends();
  const judged = async () => {
    const { rows } = await pool.query('SELECT partition, last_offset::int FROM derived.cursors ORDER BY partition');
    return JSON.stringify(rows);
  };
  const before = await judged();

  // As after a disk was lost and an older copy put in its place, while the projector runs.
  await broker.kill();
  copyFolders(data, whole, `${topic}-`);
  copyFolders(older, data, `${topic}-`);
  await broker.start();
  const short = await system.ends();
  expect(short.some((end, partition) => end < ends[partition]!)).toBe(true);
  for (const [partition, end] of ends.entries()) {
    const count = end - short[partition]! + 10;
    await system.produce(Array.from({ length: count }, (_, n) => ({ partition, key: 'k', value: `other ${n}` })));
  }
  expect((await system.ends()).every((end, partition) => end > ends[partition]!)).toBe(true);
  await eventually(
    async () => {
      const halted = (await projector.reasons()).filter(({ code }) => code === 'partition-halted').map(({ detail }) => detail);
      expect(halted.join()).toMatch(/holds another record at offset \d+ than was (judged|read there)/);
    },
    { within: 40_000 },
  );
  for (const situation of situations) expect((await http.get(`/situations/${situation}/status`)).status).toBe(200);
  // A projector that begins now refuses it, and says what mends it.
  const late = system.another('projector');
  await expect(late.start()).rejects.toThrow(/holds another record at offset \d+ than was judged/);
  expect(await judged()).toBe(before);

  await broker.kill();
  copyFolders(whole, data, `${topic}-`);
  await broker.start();
  await system.projector.stop();
  await system.projector.start();
  await writers.start(8);
  await writers.recorded(100);
  await writers.stop();
  await eventually(async () => expect(await reasonsOf(http)).toEqual([]));
  await system.judged();
  await ledger.settle();
  ledger.expectInLog(await expectRecordToAgree(system));
}, 180_000);
