import { describe, expect, it } from '@jest/globals';
import { asked } from '../asked.example.js';
import { severity, severityPoint } from '../severity.example.js';
import { widthOf } from '../terminal/wrap.js';
import { historyView, peakOf } from './history.view.js';
import { severityView } from './severity.view.js';

const screen = { width: 80, colours: false };
const text = severityView(severity, screen);
const line = (start: string): string => text.split('\n').find((found) => found.startsWith(start)) ?? '';

describe('the severity', () => {
  it('fits 80 columns', () => expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80));
  it('tells score, band, coverage and that it is provisional', () => {
    expect(text).toContain('Score 81.3 of 100, band very-high (bsi-1)');
    expect(text).toContain('Coverage 50 of 100, below 60: PROVISIONAL; the newest evidence is of 1 day\nbefore.');
    expect(text).toContain('1 declared blockade not lifted');
  });
  it('tells weight, value, points, age and evidence of each component', () => {
    expect(line('Supply loss')).toMatch(/30 +0\.96 +57\.6000 +2025-10-30 +1 report$/);
    expect(line('Service disruption')).toMatch(/20 +unknown +left out +none that counts +none$/);
    expect(line('Corridor access')).toMatch(/20 +unknown +left out +2025-09-10, ended +none$/);
    expect(line('Attack pressure')).toMatch(/20 +0\.59 +23\.7254/);
  });
  it('adds up to the last digit', () => expect(line('Together')).toMatch(/50 +81\.3254$/));
  it('says that it is no basis for travel decisions', () => expect(text).toContain('it is no basis for travel decisions.'));
  it('says where there is no evidence at all', () =>
    expect(severityView({ ...severity, daysSinceLastEvidence: null, contributions: [] }, screen)).toContain('no evidence yet'));
});

describe('the course', () => {
  const points = [severityPoint('2025-11-01', 60.1), severityPoint('2025-11-02', 95, 40), severityPoint('2025-11-03', 60.1)];

  it('finds the highest with enough coverage, of equals the first', () => expect(peakOf(points)?.validAt).toBe('2025-11-01T00:00:00.000Z'));
  it('takes a provisional one where there is no other', () => expect(peakOf([severityPoint('2025-11-02', 95, 40)])?.score).toBe(95));
  it('finds none among none', () => expect(peakOf([])).toBeUndefined());
  it('draws bars on one scale', () => {
    const view = historyView({ ...asked, points }, screen);
    expect(view).toMatch(/2025-11-02 +95\.0 +█{23} +high +40 provisional/);
    expect(view).toContain('Highest with enough coverage: 60.1 at 2025-11-01.');
    expect(view).toContain('no basis for travel decisions');
  });
});
