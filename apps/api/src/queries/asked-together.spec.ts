import { describe, expect, it } from '@jest/globals';
import { AskedTogether } from './asked-together.js';

/** A question whose answers are given by hand. */
const byHand = () => {
  const asked: { answer: (value: number) => void; fail: (error: Error) => void }[] = [];
  const ask = () => new Promise<number>((answer, fail) => asked.push({ answer, fail }));
  return { asked, ask };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the same asked at once', () => {
  it('is asked once for all who come while a question is under way, after they came', async () => {
    const together = new AskedTogether<number>();
    const { asked, ask } = byHand();
    const first = together.ask('a', ask);
    const [second, third] = [together.ask('a', ask), together.ask('a', ask)];
    expect(asked).toHaveLength(1);
    asked[0]!.answer(1);
    expect(await first).toBe(1);
    await settled();
    expect(asked).toHaveLength(2);
    const fourth = together.ask('a', ask);
    asked[1]!.answer(2);
    expect(await Promise.all([second, third])).toEqual([2, 2]);
    await settled();
    asked[2]!.answer(3);
    expect(await fourth).toBe(3);
  });

  it('is asked anew when nobody waits, and apart from what else is asked', async () => {
    const together = new AskedTogether<number>();
    const { asked, ask } = byHand();
    const answers = [together.ask('a', ask), together.ask('b', ask)];
    asked.forEach(({ answer }, index) => answer(index));
    expect(await Promise.all(answers)).toEqual([0, 1]);
    await settled();
    const again = together.ask('a', ask);
    expect(asked).toHaveLength(3);
    asked[2]!.answer(2);
    expect(await again).toBe(2);
  });

  it('goes on after a failure, which only those are told who shared the question', async () => {
    const together = new AskedTogether<number>();
    const { asked, ask } = byHand();
    const first = together.ask('a', ask);
    const second = together.ask('a', ask);
    asked[0]!.fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    await settled();
    asked[1]!.answer(2);
    expect(await second).toBe(2);
  });
});
