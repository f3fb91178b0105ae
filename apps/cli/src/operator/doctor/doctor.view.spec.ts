import { describe, expect, it } from '@jest/globals';
import type { Examination } from '../../../../../libs/verification/src/index.js';
import { doctorView } from './doctor.view.js';

const screen = { width: 100, colours: false };
const sound: Examination = {
  at: '2025-11-01T12:00:00.000Z',
  partitions: [{ partition: 0, start: 0, end: 5, judged: 4, lag: 0, live: true }],
  models: [{ name: 'timeline', version: 1, partitions: [{ partition: 0, offset: 4, state: 'live', error: null }], rebuild: null, lag: 0 }],
  replica: null,
  disks: [{ server: 'PostgreSQL', folder: '/data', free: 12.34 * 1024 ** 3, size: 50 * 1024 ** 3, unknown: undefined }],
  databaseBytes: 9.5 * 1024 ** 2,
  refold: null,
  findings: [],
};

describe('what the doctor found', () => {
  it('is told where nothing is wrong', () => {
    const text = doctorView(sound, screen);
    expect(text).toMatch(/Partition +Log from +to +Judged +Lag +Gap +Live/);
    expect(text).toMatch(/^ +0 +0 +4 +4 +0 +0 {2}yes$/m);
    expect(text).toMatch(/^timeline +1 +0 {2}live +not looked at$/m);
    expect(text).toContain('Disk of PostgreSQL: 12.3 GiB free of 50.0 GiB (/data)\nThe database takes 9.5 MiB.');
    expect(text).toMatch(/\nNothing is wrong\.$/);
  });
  it('shows what is unknown as unknown, and never as 0', () => {
    const text = doctorView(
      {
        ...sound,
        partitions: [{ partition: 0, start: null, end: null, judged: 4, lag: null, live: null }],
        disks: [
          { server: 'Kafka 1', folder: undefined, free: undefined, size: undefined, unknown: 'the broker does not tell its folders' },
        ],
      },
      screen,
    );
    expect(text).toMatch(/^ +0 +unknown +unknown +4 +unknown +unknown {2}unknown$/m);
    expect(text).toContain('Disk of Kafka 1: unknown, the broker does not tell its folders');
  });
  it('tells how far a replica is behind, where there is one', () => {
    expect(doctorView(sound, screen)).not.toContain('Replica');
    const told = ([0, 1_200, null] as const).map((lag) => /^Replica: .*$/m.exec(doctorView({ ...sound, replica: { lag } }, screen))![0]);
    expect(told).toEqual([
      'Replica: shows all that was judged.',
      'Replica: 1,200 records behind.',
      'Replica: how far it is behind is unknown.',
    ]);
  });
  it('names each finding with its mend, and counts them', () => {
    const text = doctorView(
      {
        ...sound,
        findings: [
          { code: 'topic-duties', severity: 'fault', detail: 'it is\u001b[2J broken', mend: 'mend it' },
          { code: 'left-behind', severity: 'warning', detail: 'old', mend: 'drop it' },
          { code: 'gap-accepted', severity: 'note', detail: 'lost', mend: 'nothing' },
        ],
      },
      screen,
    );
    expect(text).toContain('fault topic-duties\n  it is [2J broken\n  mend: mend it\n');
    expect(text).toContain('note gap-accepted\n  lost\n');
    expect(text).toMatch(/\n1 fault and 1 warning\.$/);
    expect(text).not.toContain('\u001b');
  });
});
