import { expect, it } from '@jest/globals';
import { inTime } from './in-time.js';

it('is the answer, or why there is none', async () => {
  await expect(inTime(1_000, Promise.resolve('said'))).resolves.toBe('said');
  await expect(inTime(1_000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});
it('rejects where the answer does not come', async () => {
  await expect(inTime(20, new Promise(() => undefined))).rejects.toThrow('no answer within 0.02 s');
});
