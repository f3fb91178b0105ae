import { beforeAll, describe, expect, it } from '@jest/globals';
import { judgedLog } from '../../../test/support/judged-log.js';
import { eventCodec, type EventLog, type FollowOptions, LogHalted, LogUnavailable } from '../../event-log/src/index.js';
import type { DomainEvent, Offsets } from '../../read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../situations/src/index.js';
import { acceptedLog } from './accepted-log.js';

const judged = judgedLog();
/** Each partition holds the mark of its log, and no more. */
const [NOTHING, ALL]: Offsets[] = [
  [-1, -1],
  [0, 0],
];
const signal = new AbortController().signal;

/** How far the log is read where it differs from the true one. */
const readWith = async (differing: Partial<EventLog>, upTo: Offsets): Promise<Map<number, number>> => {
  const log = { ...judged.now.log, ...differing };
  const reached = new Map<number, number>();
  const take = async (partition: number, _: unknown, offset: number) => void reached.set(partition, offset);
  await acceptedLog(log, judged.now.pool, eventCodec<DomainEvent>(EVENT_SCHEMAS)).fromLog(NOTHING!, upTo, take, signal);
  return reached;
};

beforeAll(() => judged.now.judged());

describe('the accepted events', () => {
  it('are read once the log answers', async () => {
    let asked = 0;
    const ends = async () => {
      asked += 1;
      if (asked < 3) throw new LogUnavailable('no broker');
      return judged.now.log.ends();
    };
    expect(await readWith({ ends }, ALL!)).toEqual(
      new Map([
        [0, 0],
        [1, 0],
      ]),
    );
    expect(asked).toBe(3);
  });

  it('are not waited for where the log ends before them', async () => {
    await expect(readWith({}, [0, 7])).rejects.toThrow('partition 1: the log ends at 1, and 7 is to be read');
    await expect(readWith({}, [0, 7])).rejects.toThrow(LogHalted);
  });

  it('are not waited for where their partition is halted, unless that is what was to be read', async () => {
    const follow: EventLog['follow'] = async (next, deliver, options?: FollowOptions) => {
      const following = await judged.now.log.follow(
        next,
        async (partition, records) => (partition === 1 ? undefined : deliver(partition, records)),
        options,
      );
      return { ...following, state: () => ({ ...following.state(), halted: new Map([[1, 'it lost a record']]) }) };
    };
    await expect(readWith({ follow }, ALL!)).rejects.toThrow(new LogHalted('it lost a record'));
    expect(await readWith({ follow }, [0, -1])).toEqual(new Map([[0, 0]]));
  });
});
