import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { Polling } from '../support/polling.js';
import { open, report } from '../support/reports.js';
import { sharedOut, ToldProjector } from '../support/shares.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const COMMITS = 300;
/** From a projector's death to the first verdict of another: it is missed after 3 s at most a beat late, and a beat later its share is taken up. */
const TAKEN_OVER_WITHIN_MS = 5_000;
/** The same where it said that it is going: with the next beat of another. */
const HANDED_OVER_WITHIN_MS = 2_000;

let told: ToldProjector | undefined;
const first = (): ToldProjector => (told ??= ToldProjector.of(product.system.projector));
const another = async (): Promise<ToldProjector> => {
  const service = product.system.another('projector');
  await service.start();
  return ToldProjector.of(service);
};
const others: ToldProjector[] = [];
afterEach(async () => {
  for (const { service } of others.splice(0)) await service.stop();
  await sharedOut([first()], product.system.log.partitions);
});

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
/** Of counting, where the shares move. */
const ROUNDS = 5;

/** What `work` answers, where all the while the shares stayed as it was told; undefined where one moved, which it does for a beat at least. */
const unlessMoved = async <T>(
  projectors: readonly ToldProjector[],
  work: (shares: readonly number[][]) => Promise<T>,
): Promise<T | undefined> => {
  const shares = await sharedOut(projectors, product.system.log.partitions);
  // Each by itself: whoever takes up the share of one that stands still is to be seen at once.
  const watched = projectors.map(
    (projector) =>
      new Polling(async () => {
        await pause(100);
        return (await projector.active()).join();
      }),
  );
  try {
    const done = await work(shares);
    const seen = await Promise.all(watched.map((polling) => polling.settled()));
    return seen.every((answers, nth) => answers.every((share) => share === shares[nth]!.join())) ? done : undefined;
  } finally {
    await Promise.all(watched.map((polling) => polling.stop()));
  }
};

/**
 * How many records came in the partitions of each while `work` was done, and how many each judged. Done again where the shares moved meanwhile: where
 * a sign of life comes late others take up the share, and whoever is first judges it.
 */
const counted = async (projectors: readonly ToldProjector[], work: () => Promise<void>) => {
  const { system } = product;
  const judgedBy = () => Promise.all(projectors.map((projector) => projector.judged()));
  const grown = (now: readonly number[], then: readonly number[]) => now.map((count, nth) => count - then[nth]!);
  for (let round = 0; round < ROUNDS; round++) {
    const counts = await unlessMoved(projectors, async (shares) => {
      await system.judged();
      const [ends, before] = [await system.ends(), await judgedBy()];
      await work();
      await system.judged();
      const came = grown(await system.ends(), ends);
      // A projector counts what it judged a moment after that can be seen in the database.
      const judged = await eventually(async () => {
        const now = grown(await judgedBy(), before);
        expect(sum(now)).toBe(sum(came));
        return now;
      });
      return { own: shares.map((share) => sum(share.map((partition) => came[partition]!))), judged };
    });
    if (counts !== undefined) return counts;
  }
  throw new Error(`the shares moved in each of ${ROUNDS} rounds`);
};

describe('projectors at once', () => {
  for (const count of [1, 2, 4])
    it(`${count} of them judge a log that is being written as one does, each its share; any may be killed, and one may join`, async () => {
      const { system } = product;
      const { partitions } = system.log;
      const ledger = new Ledger(system.http, `by-${count}`);
      const writers = new Writers(ledger, situationsOf(`many-${count}`, 16));
      for (let n = 1; n < count; n++) others.push(await another());
      const { own, judged } = await counted([first(), ...others], async () => {
        await writers.start(8);
        await writers.recorded(COMMITS);
        await writers.stop();
      });
      expect(judged).toEqual(own);
      expect(own.every((records) => records > 0)).toBe(true);

      await writers.start(8);
      while (others.length > 0) {
        await others.shift()!.service.kill();
        await writers.recorded(COMMITS / 3);
      }
      await sharedOut([first()], partitions);
      others.push(await another());
      await sharedOut([first(), ...others], partitions);
      await writers.recorded(COMMITS / 3);
      await writers.stop();
      await system.judged();
      expect(await ledger.settle()).toBe(0);
      ledger.expectInLog(await expectRecordToAgree(system));
    }, 120_000);
});

describe('the share of a projector that', () => {
  /** A second projector beside the first, and a situation in one of its partitions, which is told by `name`. */
  const inItsShare = async (name: string) => {
    const { system } = product;
    const ledger = new Ledger(system.http, name);
    const second = await another();
    others.push(second);
    const [, share] = await sharedOut([first(), second], system.log.partitions);
    const situation = situationsOf(name, 64).find((one) => share!.includes(system.partitionOf(one)))!;
    await open(ledger, situation);
    /** Resolves when a report was recorded that was sent at once. Answers how long that took, in milliseconds. */
    const recorded = async (): Promise<number> => {
      const begun = Date.now();
      const entry = await report(ledger, situation);
      await system.judged();
      await ledger.settle();
      expect(entry.told.is).toBe('recorded');
      return Date.now() - begun;
    };
    return { ledger, second, recorded, partitions: system.log.partitions };
  };

  it('is killed with -9 is judged by another within seconds', async () => {
    const { ledger, second, recorded } = await inItsShare('killed');
    await second.service.kill();
    expect(await recorded()).toBeLessThan(TAKEN_OVER_WITHIN_MS);
    ledger.expectInLog(await expectRecordToAgree(product.system));
  }, 60_000);

  it('is frozen too; and when it wakes, it and the others come to agree', async () => {
    const { ledger, second, recorded, partitions } = await inItsShare('frozen');
    second.service.freeze();
    expect(await recorded()).toBeLessThan(TAKEN_OVER_WITHIN_MS);
    await sharedOut([first()], partitions);
    second.service.thaw();
    await recorded();
    await sharedOut([first(), second], partitions);
    await recorded();
    ledger.expectInLog(await expectRecordToAgree(product.system));
  }, 60_000);

  it('is stopped as its manager does is judged by another at once', async () => {
    const { ledger, second, recorded } = await inItsShare('stopped');
    const stopping = second.service.stop();
    await eventually(async () => {
      const { rows } = await product.system.pool.query(`SELECT FROM derived.projectors WHERE beat_at > now() - interval '3 s'`);
      expect(rows).toHaveLength(1);
    });
    expect(await recorded()).toBeLessThan(HANDED_OVER_WITHIN_MS);
    await stopping;
    ledger.expectInLog(await expectRecordToAgree(product.system));
  }, 60_000);
});
