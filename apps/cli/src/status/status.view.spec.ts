import { describe, expect, it } from '@jest/globals';
import { travelStatus } from '../answers.example.js';
import type { Screen } from '../terminal/screen.js';
import { widthOf } from '../terminal/wrap.js';
import { statusView } from './status.view.js';

const at = (width: number): Screen => ({ width, colours: false });
const linesOf = (text: string): string[] => text.split('\n');
const startingWith = (text: string, start: string): string => linesOf(text).find((line) => line.startsWith(start)) ?? '';

describe('the travel status', () => {
  it.each([60, 80, 120, 160])('fits %i columns', (width) =>
    expect(Math.max(...linesOf(statusView(travelStatus, at(width))).map(widthOf))).toBeLessThanOrEqual(width),
  );
  it('says for which moment, clock and position it is', () =>
    expect(statusView(travelStatus, at(160))).toContain(
      'At 2025-10-31 00:00 UTC, as the public could know it at 2025-10-31 00:00 UTC (clock: published, up to log position 3-125).',
    ));
  it('says what is not recorded and what is unknown', () => {
    const text = statusView(travelStatus, at(160));
    expect(startingWith(text, 'US-STATE')).toMatch(
      /level 4 +ordered +leave-now +not recorded +unsafe +commercial-air +not recorded +limited/,
    );
    expect(startingWith(text, 'GB-FCDO')).toMatch(/staff-withdrawn +leave-if-safe +unknown/);
  });
  it('ends with the strictest, and whose it is', () => {
    const lines = linesOf(statusView(travelStatus, at(80)));
    const strictest = lines.findIndex((line) => line.startsWith('Strictest'));
    expect(lines[strictest]).toMatch(/unknown +ordered +leave-now +unknown +unsafe/);
    expect(lines[strictest + 1]).toMatch(/^ +US-STATE +US-STATE +US-STATE$/);
  });
  it('says how many others are as strict', () => {
    const departure = { ...travelStatus.combined.departure!, losers: [{ authority: 'GB-FCDO', destination: 'ML', value: 'ordered' }] };
    expect(statusView({ ...travelStatus, combined: { departure } }, at(160))).toMatch(/US-STATE[^\n]*\n +and 1 more\n/);
  });
  it('traces one authority to its events', () => {
    const text = statusView({ ...travelStatus, authorities: travelStatus.authorities.slice(1, 2) }, at(120), 'GB-FCDO');
    expect(startingWith(text, 'Departure')).toBe(
      'Departure  staff-withdrawn' + ' '.repeat(33) + '2025-10-30 21:01:05 UTC  c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11',
    );
    expect(startingWith(text, 'Services')).toBe('Services   not recorded');
  });
  it('guesses nothing where nothing is recorded', () => {
    const nothing = { ...travelStatus, authorities: [], combined: {} };
    expect(statusView(nothing, at(120))).toContain('Not recorded: no guidance of any authority is known at that moment.');
    expect(statusView(nothing, at(120), 'US-STATE')).toContain('Not recorded: no guidance of US-STATE is known at that moment.');
  });
  it('says of what knowledge it speaks on the recorded clock', () => {
    expect(statusView({ ...travelStatus, clock: 'recorded', knownAt: null }, at(120))).toContain(
      'by everything recorded (clock: recorded,',
    );
    expect(statusView({ ...travelStatus, clock: 'recorded' }, at(120))).toContain('as this system knew it at 2025-10-31 00:00 UTC');
  });
  it('names destinations where there are several', () => {
    const [first, ...others] = travelStatus.authorities;
    expect(statusView({ ...travelStatus, authorities: [{ ...first!, destination: 'NE' }, ...others] }, at(160))).toContain(
      'AU-DFAT for NE',
    );
  });
});
