import { describe, expect, it } from '@jest/globals';
import type { Commands } from '../infrastructure.module.js';
import { InFlight, TooManyInFlight } from './in-flight.js';

type Request = Parameters<Commands['handle']>[0];
type Outcome = Awaited<ReturnType<Commands['handle']>>;

/** Commands that stay under way until they are told how they end. */
const pending = () => {
  const ends: { done: () => void; fail: (error: Error) => void }[] = [];
  const handle = () =>
    new Promise<Outcome>((resolve, reject) =>
      ends.push({ done: () => resolve({ status: 'unknown', commandId: 'c' }), fail: (error) => reject(error) }),
    );
  return { ends, inFlight: new InFlight({ handle, preview: () => Promise.reject(new Error('not asked for')) }, 2) };
};

describe('commands in flight', () => {
  it('are as many as may be, and the next is turned away at once', async () => {
    const { ends, inFlight } = pending();
    const under = [inFlight.handle({} as Request), inFlight.handle({} as Request)];
    await expect(inFlight.handle({} as Request)).rejects.toThrow(TooManyInFlight);
    await expect(inFlight.preview({} as Request)).rejects.toThrow(TooManyInFlight);
    expect([ends.length, inFlight.now]).toEqual([2, 2]);
    ends[0]!.done();
    await under[0];
    const next = inFlight.handle({} as Request);
    expect(ends.length).toBe(3);
    for (const { done } of ends.slice(1)) done();
    await Promise.all([under[1], next]);
    expect(inFlight.now).toBe(0);
  });

  it('make room when they fail, too', async () => {
    const { ends, inFlight } = pending();
    const failing = inFlight.handle({} as Request);
    ends[0]!.fail(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    expect(inFlight.now).toBe(0);
  });
});
