import { describe, expect, it } from '@jest/globals';
import { brokenDuties, dutiesOf, mendOf, type TopicState } from './duties.js';

const topic = (replicas: number, brokers: number, changed: Record<string, string> = {}): TopicState => ({
  replicas: [replicas, replicas],
  brokers,
  settings: new Map(Object.entries({ ...dutiesOf(replicas), ...changed })),
});

describe('the duties of a topic', () => {
  it.each([
    [1, 1],
    [3, 3],
    [3, 5],
  ])('are kept with %i replicas on %i brokers', (replicas, brokers) => expect(brokenDuties(topic(replicas, brokers))).toEqual([]));

  it.each([2, 1])('of three replicas are kept while only %i brokers answer: those that are down still hold theirs', (brokers) =>
    expect(brokenDuties(topic(3, brokers))).toEqual([]),
  );

  it('of three replicas are those of three, however few brokers answer', () =>
    expect(brokenDuties(topic(3, 1, { 'min.insync.replicas': '1' }))).toEqual(['min.insync.replicas is 1, must be 2']));

  it('are broken by a topic that was made thinner than its cluster lets it be', () =>
    expect(brokenDuties(topic(1, 3))).toEqual(['partitions 0, 1 have fewer than 3 replicas']));

  it('are all named where they are broken, with the command that mends them', () => {
    expect(brokenDuties(topic(1, 1, { 'retention.ms': '86400000', 'flush.messages': '10000' }))).toEqual([
      'retention.ms is 86400000, must be -1',
      'flush.messages is 10000, must be 1',
    ]);
    expect(mendOf('a.commits', dutiesOf(3))).toMatch(/--entity-name a\.commits --add-config .*retention\.ms=-1,.*min\.insync\.replicas=2,/);
  });
});
