import { describe, expect, it } from '@jest/globals';
import { changeOf } from './change.js';

const said = { firstSight: false, withoutNote: false, assertedUnderstates: false };
const stricter = { departure: { before: 'authorized', after: 'ordered' } };
const restated = { departure: { before: 'ordered', after: 'ordered' } };

describe('a change of guidance', () => {
  it('is material where a facet differs', () => expect(changeOf(said, stricter)).toEqual({ kind: 'material', noteUnderstates: false }));
  it('is minor where facets are only stated again', () =>
    expect(changeOf(said, restated)).toEqual({ kind: 'minor', noteUnderstates: false }));
  it('is silent where nothing tracked differs and nothing was said', () =>
    expect(changeOf({ ...said, withoutNote: true }, restated)).toEqual({ kind: 'silent', noteUnderstates: false }));
  it('understates where a facet changed without a word', () =>
    expect(changeOf({ ...said, withoutNote: true }, stricter)).toEqual({ kind: 'material', noteUnderstates: true }));
  it('understates and is material where the source reports it', () =>
    expect(changeOf({ ...said, assertedUnderstates: true }, {})).toEqual({ kind: 'material', noteUnderstates: true }));
  it('is material where a facet is stated for the first time by a change', () =>
    expect(changeOf(said, { airport: { before: null, after: 'closed' } }).kind).toBe('material'));
  it('is minor at first sight, however much is seen', () =>
    expect(changeOf({ ...said, firstSight: true, withoutNote: true }, { airport: { before: null, after: 'closed' } })).toEqual({
      kind: 'silent',
      noteUnderstates: false,
    }));
});
