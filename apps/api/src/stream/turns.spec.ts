import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Gate } from './gate.js';
import { Pace } from './pace.js';
import { Turns } from './turns.js';

const busy = (milliseconds: number) => () => {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
  return milliseconds;
};

describe('turns', () => {
  it('come in order, leave the thread free in between, and outlive one that throws', async () => {
    const turns = new Turns();
    const [began, done] = [performance.now(), [] as number[]];
    const bad = turns.take(() => {
      throw new Error('no');
    });
    const all = [1, 2, 3, 4].map(async (number) => {
      await turns.take(busy(20));
      done.push(number);
    });
    await expect(bad).rejects.toThrow('no');
    await Promise.all(all);
    expect(done).toEqual([1, 2, 3, 4]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(4 * 20 + 3 * 19);
  });
});

describe('work that comes in steps', () => {
  const steps = function* (count: number, milliseconds: number) {
    for (let step = 0; step < count; step++) yield busy(milliseconds)();
    return 'done';
  };

  it('gives its result, and others their turn between its slices', async () => {
    const turns = new Turns();
    let turn = 0;
    const done = turns.through(steps(40, 1)).then((result) => [result, turn]);
    const others = Array.from({ length: 4 }, () => turns.take(() => (turn += 1)));
    await Promise.all(others);
    expect(await done).toEqual(['done', 4]);
  });

  it('is given up where nobody wants it any more, and fails where a step does', async () => {
    const turns = new Turns();
    let asked = 0;
    expect(await turns.through(steps(1_000, 1), () => (asked += 1) < 3)).toBeUndefined();
    const failing = function* () {
      yield;
      throw new Error('no');
    };
    await expect(turns.through(failing())).rejects.toThrow('no');
    expect(await turns.take(() => 'after')).toBe('after');
  });
});

describe('a gate', () => {
  it('lets so many through at once, and all in the end', async () => {
    const gate = new Gate(3);
    let [inside, most, through] = [0, 0, 0];
    const work = async () => {
      most = Math.max(most, ++inside);
      await setImmediate();
      inside -= 1;
      if (++through % 4 === 0) throw new Error('no');
    };
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => gate.through(work)));
    expect([most, through, all.filter(({ status }) => status === 'rejected').length]).toEqual([3, 20, 5]);
  });
});

describe('the pace of writing', () => {
  it('gives each its turn, a few between two turns of the event loop', async () => {
    const pace = new Pace();
    let turned = 0;
    const all = Promise.all(Array.from({ length: 100 }, async () => (await pace.turn(), turned++)));
    await setImmediate();
    await setImmediate();
    expect(turned).toBeGreaterThan(0);
    expect(turned).toBeLessThan(50);
    await all;
    expect(turned).toBe(100);
  });
});
