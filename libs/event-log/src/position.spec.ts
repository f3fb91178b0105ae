import { describe, expect, it } from '@jest/globals';
import { formatPositions, parsePosition, parsePositions } from './position.js';

describe('positions of several partitions', () => {
  const vector = [
    { partition: 2, offset: 17 },
    { partition: 10, offset: 123 },
  ];

  it('are written by partition, as numbers', () => expect(formatPositions(vector.toReversed())).toBe('2-17,10-123'));
  it('are read back, in whatever order they come', () => {
    expect(parsePositions('2-17,10-123')).toEqual(vector);
    expect(parsePositions('10-123,2-17')).toEqual(vector);
  });
  it('may be of one partition only', () => expect(parsePositions('2-17')).toEqual([vector[0]]));
  it.each(['', ',', '2-17,', '2-17,2-18', '2-17;4-1', '2-17, 4-1', '2-x', '2-99999999999999999', '-1-2'])('are not %j', (text) =>
    expect(parsePositions(text)).toBeUndefined(),
  );
  it('are no position of one partition', () => expect(parsePosition('2-17,4-123')).toBeUndefined());
});
