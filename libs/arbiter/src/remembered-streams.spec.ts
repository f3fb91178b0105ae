import { describe, expect, it } from '@jest/globals';
import type { StreamEvent } from '../../event-log/src/index.js';
import { RememberedStreams } from './remembered-streams.js';

const event = (version: number, text = ''): StreamEvent<{ text: string }> => ({
  id: `e${version}`,
  stream: 'a',
  version,
  offset: version,
  event: { text },
});
const WEIGHT = JSON.stringify(event(1)).length;
const versionsOf = (streams: RememberedStreams<{ text: string }>, stream = 'a') => streams.of('s', stream).map(({ version }) => version);

describe('remembered streams', () => {
  it('give way, those decided on longest ago first, to what is decided on now', () => {
    const streams = new RememberedStreams<{ text: string }>((3 * WEIGHT) / 2 ** 20);
    streams.add('s', 'a', [event(1)]);
    streams.add('s', 'b', [event(1)]);
    streams.add('s', 'a', [event(2)]);
    streams.add('s', 'c', [event(1)]);
    expect(['a', 'b', 'c'].map((stream) => versionsOf(streams, stream))).toEqual([[1, 2], [], [1]]);
  });
  it('hold nothing that is heavier than all that may be held, and lose nothing else by it', () => {
    const streams = new RememberedStreams<{ text: string }>((3 * WEIGHT) / 2 ** 20);
    streams.add('s', 'a', [event(1)]);
    streams.add('s', 'b', [event(1, 'x'.repeat(3 * WEIGHT))]);
    expect([versionsOf(streams), versionsOf(streams, 'b')]).toEqual([[1], []]);
  });
  it('are of one situation each', () => {
    const streams = new RememberedStreams<{ text: string }>();
    streams.add('s', 'a', [event(1)]);
    expect(streams.of('t', 'a')).toEqual([]);
    streams.forget('t', ['a']);
    expect(versionsOf(streams)).toEqual([1]);
    streams.forget('s', ['a']);
    expect(versionsOf(streams)).toEqual([]);
  });
  it('have no holes, and nothing twice', () => {
    const streams = new RememberedStreams<{ text: string }>();
    streams.add('s', 'a', [event(2)]);
    expect(versionsOf(streams)).toEqual([]);
    streams.add('s', 'a', [event(1), event(2)]);
    streams.add('s', 'a', [event(2), event(3)]);
    streams.add('s', 'a', [event(4)]);
    expect(versionsOf(streams)).toEqual([1, 2]);
    streams.add('s', 'a', [event(3)]);
    expect(versionsOf(streams)).toEqual([1, 2, 3]);
  });
  it('are recalled together, or not at all', () => {
    const streams = new RememberedStreams<{ text: string }>();
    streams.add('s', 'a', [event(1), event(2)]);
    expect(streams.recall('s', ['a', 'b'])).toBeUndefined();
    streams.add('s', 'b', [event(1)]);
    expect(streams.recall('s', ['a', 'b'])).toEqual({ events: [event(1), event(2), event(1)], versions: { a: 2, b: 1 } });
  });
  it('are forgotten where a later version is heard of', () => {
    const streams = new RememberedStreams<{ text: string }>();
    streams.add('s', 'a', [event(1), event(2)]);
    streams.outdated('s', { a: 2, b: 7 });
    expect(versionsOf(streams)).toEqual([1, 2]);
    streams.outdated('s', { a: 3 });
    expect(versionsOf(streams)).toEqual([]);
  });
});
