import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { BadRow, noticeOfRow } from './fcdo-change-history.js';

const ROW = {
  authority: 'GB-FCDO',
  slug: 'mali',
  country: 'Mali',
  publishedOn: '2025-10-28',
  datePrecision: 'day',
  seqInDay: 2,
  note: 'Updated information on fuel.',
  url: 'https://www.gov.uk/foreign-travel-advice/mali',
};
const faultOf = (text: string): unknown[] => {
  try {
    noticeOfRow(text);
    return [];
  } catch (error) {
    return error instanceof BadRow ? [error.field, error.code] : [error];
  }
};

describe('a row of the history of UK travel advice', () => {
  it('is a notice without facets, with the publisher’s note, its place in the day, and the licence', () => {
    expect(noticeOfRow(JSON.stringify(ROW))).toEqual({
      id: 'gb-fcdo:mali:2025-10-28:2',
      type: 'notice',
      body: {
        noticeId: 'gb-fcdo:mali:2025-10-28:2',
        authority: 'GB-FCDO',
        destination: 'ML',
        seq: 2,
        facets: {},
        note: 'Updated information on fuel.',
        occurred: { from: '2025-10-28', precision: 'day' },
        publishedAt: { at: '2025-10-28', precision: 'day', basis: 'stated' },
        source: {
          id: 'gov-uk-travel-advice',
          title: 'GOV.UK travel advice: Mali. Contains public sector information licensed under the Open Government Licence v3.0.',
          url: 'https://www.gov.uk/foreign-travel-advice/mali',
        },
        confidence: 'high',
      },
    });
  });

  it('says which field cannot be read', () => {
    const without = ({ note: _, ...rest }: typeof ROW) => rest;
    expect(faultOf('{')).toEqual(['', 'not-json']);
    expect(faultOf('[]')).toEqual(['', 'wrong-type']);
    expect(faultOf(JSON.stringify({ ...ROW, slug: 'atlantis' }))).toEqual(['slug', 'not-allowed-value']);
    expect(faultOf(JSON.stringify({ ...ROW, slug: 'constructor' }))).toEqual(['slug', 'not-allowed-value']);
    expect(faultOf(JSON.stringify({ ...ROW, seqInDay: '1' }))).toEqual(['seqInDay', 'wrong-type']);
    expect(faultOf(JSON.stringify({ ...ROW, authority: 'US-STATE' }))).toEqual(['authority', 'not-allowed-value']);
    expect(faultOf(JSON.stringify({ ...ROW, datePrecision: 'month' }))).toEqual(['datePrecision', 'not-allowed-value']);
    expect(faultOf(JSON.stringify(without(ROW)))).toEqual(['note', 'missing']);
  });

  const history = fileURLToPath(new URL('../../../../../shared/data/fcdo/fcdo-change-history.jsonl', import.meta.url));
  (existsSync(history) ? it : it.skip)('can be read in the whole history, and each has an id of its own', () => {
    const lines = readFileSync(history, 'utf8').trimEnd().split('\n');
    expect(new Set(lines.map((line) => noticeOfRow(line).id)).size).toBe(25_180);
  });
});
