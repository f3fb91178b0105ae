import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { onCluster, runningOn } from '../support/own-systems.js';
import { withAdmin } from '../support/topic-admin.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(onCluster);
/** Until all is as before, each time, in milliseconds. */
const RECOVERS_WITHIN_MS = 15_000;

it('the broker that leads most partitions is killed with -9 under load: the two others go on, and nothing is lost', async () => {
  const { system } = product;
  const { cluster } = product.own;
  const ledger = new Ledger(system.http);
  const situations = situationsOf('leaderless', 16);
  const writers = new Writers(ledger, situations);
  await writers.start(16);
  const leading = async () => {
    const led = await cluster.leaders(system.topic);
    const counts = cluster.nodes.map((_, node) => led.filter((leader) => leader === node).length);
    return counts.indexOf(Math.max(...counts));
  };
  const killed: number[] = [];
  for (let round = 0; round < 2; round++) {
    await writers.recorded(200);
    const node = await leading();
    killed.push(node);
    await cluster.nodes[node]!.kill();
    const begun = Date.now();
    for (const situation of situations) expect((await system.http.get(`/situations/${situation}/status`)).status).toBe(200);
    // Of every partition, also those that it led.
    const before = new Map(situations.map((situation) => [situation, recordedIn(ledger, situation)]));
    await eventually(() => {
      for (const situation of situations) expect(recordedIn(ledger, situation)).toBeGreaterThan(before.get(situation)!);
    });
    expect(Date.now() - begun).toBeLessThan(RECOVERS_WITHIN_MS);
    expect((await cluster.leaders(system.topic)).includes(node)).toBe(false);
    await cluster.nodes[node]!.start();
    await cluster.inSync(system.topic, node);
  }
  await writers.stop();
  await system.judged();
  await ledger.settle();
  ledger.expectInLog(await expectRecordToAgree(system));
}, 180_000);

/** Gives each partition to the broker that `of` says, numbered from 0, as an administrator does. */
const given = async (of: (leader: number, partition: number) => number): Promise<void> => {
  const { system, own } = product;
  const leaders = await own.cluster.leaders(system.topic);
  const wanted = leaders.map((leader, partition) => of(leader!, partition));
  // Who leads goes on to lead where it is among them: one that is to lead no more is left out.
  const partitionAssignment = wanted.map((node, partition) => {
    const other = [0, 1, 2].find((one) => one !== node && one !== leaders[partition])!;
    return { partition, replicas: [node + 1, other + 1] };
  });
  await withAdmin(system, (admin) => admin.alterPartitionReassignments({ topics: [{ topic: system.topic, partitionAssignment }] }));
  await eventually(async () => expect(await own.cluster.leaders(system.topic)).toEqual(wanted));
};

it('partitions are given to other brokers in operation: where the log ends is told by whoever leads now', async () => {
  const ends = await product.system.log.ends();
  await given((leader) => (leader + 1) % 3);
  expect(await product.system.log.ends()).toEqual(ends);
}, 60_000);

it('a broker is given partitions of another while records of both are sent at once: none is said to be kept that is not', async () => {
  const { system } = product;
  const toEach = async (text: string) => {
    const kept = Array.from({ length: system.log.partitions }, (_, partition) =>
      system.log.append({ partition, key: Buffer.from('k'), value: Buffer.from(text) }),
    );
    await Promise.all(kept);
  };
  await given((_, partition) => partition % 3);
  await toEach('so that each leader is known');
  const before = await system.ends();
  await given((leader) => (leader === 0 ? 1 : leader));
  await toEach('after a leader moved');
  for (const [partition, end] of (await system.ends()).entries()) expect([partition, end > before[partition]!]).toEqual([partition, true]);
}, 60_000);

const recordedIn = (ledger: Ledger, wanted: string): number =>
  ledger.told('recorded').filter(({ situation }) => situation === wanted).length;
