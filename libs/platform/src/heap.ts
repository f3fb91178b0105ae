import { setFlagsFromString } from 'node:v8';

/**
 * What the heap of this process may grow by, on top of what lives in it, before garbage is collected; to be called before it has grown. By itself V8
 * lets a heap that is written to fast become more than twice as large as what lives in it. The price is that garbage is collected more often.
 */
export const growHeapBy = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);
