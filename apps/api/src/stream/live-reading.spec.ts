import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LiveFilter, LiveReading } from './live-reading.js';
import { comparePlaces, formatVector, parseVector, type Vector, whole } from './live-vector.js';
import { type LiveEvent, RecentEvents } from './recent-events.js';

const PARTITIONS = 3;
const NAMES = ['a', 'b'];

/** A record that grows by commits, and pages of it as the database gives them. */
class Growing {
  private readonly events: LiveEvent[] = [];
  head: Vector = Array.from({ length: PARTITIONS }, () => whole(0));

  commit(partition: number, names: readonly string[]): void {
    const offset = this.head[partition]!.offset + 1;
    names.forEach((name, index) =>
      this.events.push({
        partition,
        place: { offset, index },
        situation: name,
        type: 'T',
        body: Buffer.from(`data: ${partition}-${offset}.${index}\n\n`),
      }),
    );
    this.head = this.head.with(partition, whole(offset));
  }

  after(from: Vector): LiveEvent[] {
    return this.events.filter(({ partition, place }) => comparePlaces(place, from[partition]!) > 0);
  }

  /** At most `most` events of each partition are looked at. */
  page(from: Vector, most: number, asked: (event: LiveEvent) => boolean): { events: LiveEvent[]; reached: Vector } {
    const looked = from.map((_, partition) => this.after(from).filter((event) => event.partition === partition));
    return {
      events: looked.flatMap((events) => events.slice(0, most)).filter(asked),
      reached: looked.map((events, partition) => (events.length > most ? events[most - 1]!.place : this.head[partition]!)),
    };
  }
}

/** A client that keeps what it gets, and the id of the last. */
class Client {
  readonly got: string[] = [];
  id: string;
  reading: LiveReading;

  constructor(
    begin: Vector,
    private readonly filter: LiveFilter,
  ) {
    this.id = formatVector(begin);
    this.reading = new LiveReading(begin, filter);
  }

  /** Takes the frames but for the last `lost`, on which the connection breaks. */
  receive(frames: readonly Buffer[], lost: number): void {
    for (const frame of frames.slice(0, Math.max(0, frames.length - lost))) {
      const [id, data] = frame.toString().split('\n');
      this.id = id!.slice('id: '.length);
      this.got.push(data!.slice('data: '.length));
    }
    if (lost > 0) this.resume();
  }

  resume(): void {
    const named = parseVector(this.id)!;
    this.reading = new LiveReading(
      Array.from({ length: PARTITIONS }, (_, partition) => named.get(partition)!),
      this.filter,
    );
  }
}

type Step =
  | { does: 'commit'; partition: number; names: readonly string[] }
  | { does: 'look'; most: number }
  | { does: 'take'; lost: number }
  | { does: 'quiet' }
  | { does: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('commit' as const),
      partition: fc.nat({ max: PARTITIONS - 1 }),
      names: fc.array(fc.constantFrom(...NAMES), { maxLength: 3 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('look' as const), most: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('take' as const), lost: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.constant({ does: 'quiet' as const }) },
  { weight: 1, arbitrary: fc.constant({ does: 'restart' as const }) },
);

const numbers = (event: LiveEvent) => `${event.partition}-${event.place.offset}.${event.place.index}`;
const ofPartition = (all: readonly string[], partition: number) => all.filter((one) => one.startsWith(`${partition}-`));

describe('a client of the live stream', () => {
  it.each([undefined, 'a'])(
    'is told each event of %p once, in the order of its partition, wherever it breaks off, however far it is behind, whoever serves it next',
    (name) => {
      const filter: LiveFilter = name === undefined ? {} : { situations: new Set([name]) };
      const asked = (event: LiveEvent) => name === undefined || event.situation === name;
      const seen = { paged: 0, followed: 0 };
      fc.assert(
        fc.property(
          fc.array(step, { maxLength: 100, size: 'max' }),
          fc.nat({ max: 3 }),
          fc.integer({ min: 1, max: 5 }),
          (steps, before, kept) => {
            const record = new Growing();
            for (let n = 0; n < before; n++) record.commit(n % PARTITIONS, NAMES);
            const client = new Client(record.head, filter);
            const begin = record.head;
            let recent = new RecentEvents(record.head, 1e6, kept);
            const look = (most: number) => {
              const { events, reached } = record.page(recent.head, most, () => true);
              recent.take(events, reached);
            };
            const take = (lost: number): boolean => {
              const frames = client.reading.take(recent);
              seen[frames === undefined ? 'paged' : 'followed'] += 1;
              if (frames !== undefined) client.receive(frames, lost);
              else {
                const { events, reached } = record.page(client.reading.told, 2, asked);
                client.receive(client.reading.takePage(events, reached), lost);
              }
              return frames === undefined || frames.length > 0;
            };
            for (const one of steps) {
              if (one.does === 'commit') record.commit(one.partition, one.names);
              else if (one.does === 'look') look(one.most);
              else if (one.does === 'take') take(one.lost);
              else if (one.does === 'quiet') client.id = formatVector(client.reading.told);
              else {
                // Another process, which begins to read now.
                recent = new RecentEvents(record.head, 1e6, kept);
                client.resume();
              }
            }
            for (let rounds = 0; rounds < 1_000 && JSON.stringify(recent.head) !== JSON.stringify(record.head); rounds++) look(100);
            for (let rounds = 0; rounds < 1_000 && take(0); rounds++);
            const expected = record.after(begin).filter(asked).map(numbers);
            for (let partition = 0; partition < PARTITIONS; partition++) {
              expect(ofPartition(client.got, partition)).toEqual(ofPartition(expected, partition));
            }
            expect(formatVector(client.reading.told)).toBe(formatVector(record.head));
          },
        ),
        { numRuns: 300 },
      );
      // Both ways were gone.
      expect(Math.min(seen.paged, seen.followed)).toBeGreaterThan(100);
    },
  );

  it('is given bytes that all share, once it is where the others are', () => {
    const record = new Growing();
    const recent = new RecentEvents(record.head);
    const readings = [new LiveReading(record.head, {}), new LiveReading(record.head, {})];
    record.commit(0, ['a']);
    const { events, reached } = record.page(recent.head, 10, () => true);
    recent.take(events, reached);
    const [one, other] = readings.map((reading) => reading.take(recent)![0]);
    expect(one).toBe(other);
  });
});

describe('the recent events', () => {
  it('are bounded in number and in bytes, and say how far the record was read before them', () => {
    const record = new Growing();
    for (let n = 0; n < 50; n++) record.commit(0, ['a']);
    const taken = (bytes: number, kept: number) => {
      const recent = new RecentEvents(record.head.with(0, whole(0)), bytes, kept);
      recent.take(record.after(recent.head), record.head);
      return recent;
    };
    const few = taken(1e6, 7);
    expect([few.first, few.end, few.floor[0]]).toEqual([43, 50, { offset: 43, index: 0 }]);
    const small = taken(3 * few.at(49).frame.length, 1_000);
    expect([small.first, small.end]).toEqual([47, 50]);
    expect(() => small.at(46)).toThrow(RangeError);
    expect(taken(1, 1_000).floor).toEqual(record.head.with(0, { offset: 50, index: 0 }));
  });
});
