import { expect, it } from '@jest/globals';
import { inMemoryEventLog, NotAppended } from '../../../../libs/event-log/src/index.js';
import { whileWhole } from './while-whole.js';

const record = (partition: number) => ({ partition, key: Buffer.from('k'), value: Buffer.from('v') });
const partition = (number: number, end: number | undefined, cursor: number | undefined) => ({ partition: number, start: 0, end, cursor });

it('nothing is appended where the log ends below the record; elsewhere, and where that is not known, it is', async () => {
  const log = inMemoryEventLog(4);
  const partitions = [partition(0, 5, 5), partition(1, 6, 5), partition(2, undefined, 5), partition(3, 5, undefined)];
  const whole = whileWhole(log, () => ({ partitions }));
  await expect(whole.append(record(0))).rejects.toThrow(NotAppended);
  for (const number of [1, 2, 3]) await whole.append(record(number));
  await whileWhole(log, () => undefined).append(record(0));
  expect((await log.ends()).map(({ end }) => end)).toEqual([1, 1, 1, 1]);
});
