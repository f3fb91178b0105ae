import { describe, expect, it } from '@jest/globals';
import { RememberedStreams } from './remembered-streams.js';

const weighing = (weight: number) => ({ events: [], weight });

describe('remembered streams', () => {
  it('give way, those decided on longest ago first, to what is decided on now', () => {
    const streams = new RememberedStreams(10);
    streams.remember('s', 'a', weighing(4));
    streams.remember('s', 'b', weighing(4));
    streams.remember('s', 'a', weighing(5));
    streams.remember('s', 'c', weighing(4));
    expect(['a', 'b', 'c'].map((stream) => streams.of('s', stream).weight)).toEqual([5, 0, 4]);
  });
  it('hold nothing that is heavier than all that may be held, and lose nothing by it', () => {
    const streams = new RememberedStreams(10);
    streams.remember('s', 'a', weighing(4));
    streams.remember('s', 'b', weighing(11));
    expect(['a', 'b'].map((stream) => streams.of('s', stream).weight)).toEqual([4, 0]);
  });
  it('are of one situation each', () => {
    const streams = new RememberedStreams(10);
    streams.remember('s', 'a', weighing(4));
    expect(streams.of('t', 'a').weight).toBe(0);
    streams.forget('s', 'a');
    expect(streams.of('s', 'a').weight).toBe(0);
    streams.remember('s', 'a', weighing(10));
    expect(streams.of('s', 'a').weight).toBe(10);
  });
});
