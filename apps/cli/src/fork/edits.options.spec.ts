import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../http/api.errors.js';
import { collected, selectionOf } from './edits.options.js';

const ID = '0d3b8f0e-6b8c-5a55-9d0f-2f5c7a9e4b11';

describe('events on the command line', () => {
  it('are named by id, or by what they are like', () => {
    expect(selectionOf(ID.toUpperCase())).toEqual({ eventId: ID });
    expect(selectionOf(`${ID},by=-7d`)).toEqual({ eventId: ID, by: '-7d' });
    expect(selectionOf('kind=guidance, authority=US-STATE,occurred-to=2025-10-31')).toEqual({
      kind: 'guidance',
      authority: 'US-STATE',
      occurredTo: '2025-10-31',
    });
    expect(collected('kind=b', collected('kind=a'))).toEqual([{ kind: 'a' }, { kind: 'b' }]);
  });
  it('are told where they are neither', () => expect(() => selectionOf('schools')).toThrow(UsageError));
});
