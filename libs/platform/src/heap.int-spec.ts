import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { inCheckout } from '../../../infra/local-stack/paths.mjs';

/** The largest heap, in MB, of a process that holds some 50 MB and again and again replaces a part of it: what is replaced has grown old. */
const largestHeap = (begin: string): number => {
  const script = `
    ${begin}
    const held = [];
    let most = 0;
    for (let n = 0; n < 3_000_000; n++) {
      held[n % 500_000] = { n, text: 'text ' + n };
      if (n % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapTotal);
    }
    console.log(most / 1e6);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
};

describe('growHeapBy', () => {
  it('keeps a heap that is written to fast near what lives in it', () => {
    const tight = largestHeap(`(await import(${JSON.stringify(inCheckout('dist/libs/platform/src/heap.js'))})).growHeapBy(20);`);
    expect(tight).toBeLessThan(0.8 * largestHeap(''));
  });
});
