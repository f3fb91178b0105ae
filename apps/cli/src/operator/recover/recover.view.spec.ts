import { describe, expect, it } from '@jest/globals';
import type { Recovery } from '../../../../../libs/verification/src/index.js';
import { planView, recoveryView } from './recover.view.js';

const screen = { width: 100, colours: false };
const made: Recovery = {
  topic: 'missing',
  pieces: [],
  partitions: [
    { partition: 0, from: 0, last: 0 },
    { partition: 1, from: 0, last: 1999 },
  ],
  saved: [],
  compared: 0,
  brokenDuties: [],
  sent: 2001,
};
const kept: Recovery = {
  ...made,
  topic: 'kept',
  partitions: [
    { partition: 0, from: 1, last: 0 },
    { partition: 1, from: 1500, last: 1999 },
  ],
  compared: 1501,
  sent: 500,
};

describe('what a recovery would do', () => {
  it('is told for a topic that is gone', () =>
    expect(planView(made, screen)).toBe(
      ['There is no such topic.', 'It would be made. 2,001 records would be sent: 0-0 1-0..1999.'].join('\n'),
    ));
  it('says that it removes what is in pieces, and why', () => {
    const text = planView({ ...made, topic: 'in pieces', pieces: ['partition 1 begins at offset 7'], compared: 3 }, screen);
    expect(text).toContain('everything in it is in the record. 3 records of it were compared.\n  partition 1 begins at offset 7');
    expect(text).toContain('It would be removed and made anew. 2,001 records would be sent');
  });
  it('says that nothing is missing, and which duties it would set', () => {
    const whole = { ...kept, partitions: [{ partition: 0, from: 1, last: 0 }], brokenDuties: ['retention.ms is 1, must be -1'] };
    expect(planView(whole, screen)).toContain('retention.ms is 1, must be -1\nNothing is missing. Its duties would be set.');
  });
});

describe('what a recovery did', () => {
  it('is told with what was sent', () =>
    expect(recoveryView(kept, screen)).toBe(
      [
        'The topic is there, and begins as the record does. 1,501 records of it were compared.',
        '500 records sent, read back and found equal, with positions and times: 1-1500..1999.',
      ].join('\n'),
    ));
  it('is told where it was nothing', () =>
    expect(recoveryView({ ...kept, partitions: [], sent: 0 }, screen)).toContain('Nothing was missing.'));
});
