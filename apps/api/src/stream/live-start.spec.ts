import { describe, expect, it } from '@jest/globals';
import { partitionOf } from '../../../../libs/event-log/src/index.js';
import { Problem } from '../http/problems.js';
import { partitionsAsked, refuseBeyond, startOf } from './live-start.js';
import { whole } from './live-vector.js';

const heads = [whole(10), whole(20), whole(30)];
const start = (text: string, asked?: readonly number[]) => startOf({ field: 'after', text }, heads, asked);

const refused = (work: () => unknown): string => {
  try {
    return JSON.stringify(work());
  } catch (error) {
    const { code, errors } = error as Problem;
    return `${errors[0]?.field ?? ''} ${code}`;
  }
};

describe('where a stream goes on', () => {
  it('is after what every partition was told', () =>
    expect(start('0-1,1-2.3,2-30')).toEqual({ begin: [whole(1), { offset: 2, index: 3 }, whole(30)], beyond: new Map() }));

  it('needs the partitions of what is asked about only; of the others it begins at the head', () =>
    expect(start('1-2', [1]).begin).toEqual([whole(10), whole(2), whole(30)]));

  it('may be beyond the head, which is then said', () => expect([...start('0-1,1-21,2-30').beyond]).toEqual([[1, 21]]));

  it.each([
    ['0-1', undefined, 'after partition-missing'],
    ['0-1,2-1', [1, 2], 'after partition-missing'],
    ['0-1,1-1,2-1,3-1', undefined, 'after position-of-another-log'],
    ['0-1,1-1,x', undefined, 'after position-malformed'],
  ])('%j is refused', (text, asked, fault) => expect(refused(() => start(text, asked))).toBe(fault));

  it('is malformed by the name of the header where that was sent', () =>
    expect(refused(() => startOf({ field: 'Last-Event-ID', text: '12' }, heads, undefined))).toBe('Last-Event-ID last-event-id-malformed'));

  it('beyond the log is refused for good, and in what is not judged yet for now', () => {
    const ends = [{ partition: 1, end: 25 }];
    expect(refused(() => refuseBeyond({ field: 'after', text: '' }, new Map([[1, 25]]), ends))).toBe('after position-beyond-model');
    expect(refused(() => refuseBeyond({ field: 'after', text: '' }, new Map([[1, 24]]), ends))).toBe(' not-ready');
  });
});

describe('the partitions of what is asked about', () => {
  it('are all, or those of the situations', () => {
    expect(partitionsAsked(undefined, 8)).toBeUndefined();
    expect(partitionsAsked(['mali-2025', 'mali-2025'], 8)).toEqual([partitionOf('mali-2025', 8)]);
  });
});
