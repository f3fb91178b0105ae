import { describe, expect, it } from '@jest/globals';
import type { Verification } from '../../../../libs/verification/src/index.js';
import { runCli } from '../api-server.example.js';
import { verifyView } from './verify.view.js';

const screen = { width: 100, colours: false };
const sound: Verification = {
  positions: [
    { partition: 0, offset: 4 },
    { partition: 1, offset: 1999 },
  ],
  records: 2005,
  verdicts: { marker: 2, accepted: 2003 },
  events: 1,
  models: [{ name: 'sources', rows: 1 }],
  parked: [],
  notJudged: 0,
  acceptedGaps: [],
  fromPostgres: [],
  notCompared: [],
  differences: 0,
  first: null,
  byTable: {},
  some: [],
};

describe('what a verification found', () => {
  it('is told where all agrees', () =>
    expect(verifyView(sound, screen)).toBe(
      [
        '2,005 records judged anew: 2,003 accepted, 2 marker; 1 event.',
        'Up to 0-4 1-1999.',
        '  sources: 1 row',
        'The record agrees with the log.',
      ].join('\n'),
    ));
  it('names the first difference with both values, and counts them', () => {
    const first = {
      partition: 1,
      offset: 7,
      table: 'events',
      row: '7.0',
      field: 'actor',
      inLog: 'anonymous',
      inPostgres: 'no\u001b[2Jbody',
    };
    const text = verifyView({ ...sound, differences: 3, first, byTable: { events: 1, timeline: 2 } }, screen);
    expect(text).toContain('3 differences: events 1, timeline 2.\nThe first: events at 1-7 (7.0) actor\n  in the log:    anonymous\n');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('agrees');
  });
  it('names what is lost and was accepted, and what was not read from the log', () => {
    const gap = {
      partition: 1,
      first: 6,
      last: 9,
      actor: 'kit',
      reason: 'the disk',
      acceptedAt: '2025-11-01T00:00:00.000Z',
      passedAt: null,
    };
    const text = verifyView({ ...sound, acceptedGaps: [gap], fromPostgres: [{ partition: 1, from: 0, to: 9 }] }, screen);
    expect(text).toContain('1-6 to 1-9 are lost, which kit accepted on 2025-11-01T00:00:00.000Z: the disk');
    expect(text).toContain('1-0 to 1-9 are not in the log and were judged anew as PostgreSQL keeps them');
    expect(text).toContain('The record agrees with the log.');
  });
  it('says what it did not look at', () => {
    const text = verifyView(
      { ...sound, notJudged: 2, notCompared: ['heads'], parked: [{ name: 'timeline', partition: 1, offset: 5 }] },
      screen,
    );
    expect(text).toContain('2 records beyond that had no verdict yet and were not compared.');
    expect(text).toContain('Not compared, since the log lacks what they rest on: heads.');
    expect(text).toContain('timeline is parked at 1-5 and was compared up to there');
  });
});

it('has to be told what to verify', async () => {
  const { code, err } = await runCli(['verify']);
  expect([code, err]).toEqual([1, 'say what to verify: --log']);
});
