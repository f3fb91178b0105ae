import { describe, expect, it } from '@jest/globals';
import { correctionOf } from './correcting.js';
import type { CorrectionBody } from './correction.dto.js';
import { CORRECTION } from './examples.js';

describe('a correction', () => {
  it.each(['SituationOpened', 'ClaimRetracted', 'IncidentMerged', 'FactRetracted', 'Unreadable', 'OfATypeThatIsNotKnown'])(
    'is refused where the event is no fact that could be said otherwise: %s',
    (type) => {
      const body = CORRECTION as unknown as CorrectionBody;
      const correct = () => correctionOf(body, { stream: 'situation', content: { type } });
      expect(correct).toThrow(expect.objectContaining({ name: 'Rejected', reason: 'not-correctable', field: 'corrects' }));
      expect(correct).toThrow(`an event of type ${type} cannot be corrected: retract it`);
    },
  );
});
